//! Which days exist, for codes that hold a date of birth.

/// Whether the Gregorian calendar has this day.
pub(super) fn exists(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=last).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::exists;

    #[test]
    fn leap_days_are_where_they_belong() {
        assert!(exists(2000, 2, 29) && exists(2024, 2, 29) && exists(1999, 12, 31));
        assert!(!exists(1900, 2, 29) && !exists(2023, 2, 29) && !exists(2023, 4, 31));
        assert!(!exists(2023, 0, 1) && !exists(2023, 13, 1) && !exists(2023, 1, 0));
    }
}
