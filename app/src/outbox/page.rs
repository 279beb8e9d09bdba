//! `/settings/mail`: what was written to whom, and what became of it. Without a mail server it is read here and handed over.

use crate::error::{AppError, Code};
use crate::forms::posted;
use crate::frame::Myself;
use crate::messages::t;
use crate::outbox::api::{self, DiscardMail, Letter, ReadMail, RetryMail};
use crate::outbox::row::{Desk, row};
use crate::routes;
use crate::ui::asked::ask;
use crate::ui::copy::copy_line;
use crate::ui::icon::icon;
use crate::ui::nav::{self, Nav};
use crate::ui::row_menu::refused_line;
use crate::ui::state::{closed, empty, failed, way};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use model::mail::{Mail, MailStatus};
use model::page::Page;

/// The outbox.
#[component]
pub fn OutboxPage() -> impl IntoView {
    let m = &t().outbox;
    let query = Nav::get().query;
    let cursor = memo(move |_| query.with(|map| map.get("cursor")));
    let status = memo(move |_| query.with(|map| map.get("status")).unwrap_or_default());
    let again = RwSignal::new(0u32);
    let list =
        ask(move || (status.get(), cursor.get(), again.get()), |(status, cursor, _)| api::list_outbox(status, cursor));
    let reload = Callback::new(move |()| {
        again.try_update(|again| *again += 1);
    });
    let opened = posted(ReadMail::PATH);
    let refused = [ReadMail::PATH, RetryMail::PATH, DiscardMail::PATH].into_iter().find_map(posted);
    let refused = refused.and_then(|answer| answer.error).map(|error| refused_line(&error));
    let letter = RwSignal::new(opened.and_then(|answer| answer.answer_as::<Letter>()));
    let myself = Myself::get();
    let count = move || list.get().and_then(Result::ok).map(|page| (t().total)(page.total, page.more));
    let content = move || {
        let found = list.get()?;
        let me = myself.read()?;
        Some(match found {
            Ok(page) => table(page, Desk::new(letter, reload, me.mails), &status.get_untracked()),
            Err(error) if is_closed(&error) => closed(false, t().outbox.closed.to_owned()),
            Err(error) => failed(&error, false, reload),
        })
    };
    // Who may not read it isn't shown its states.
    let for_others = move || list.get().is_some_and(|found| found.is_err_and(|error| is_closed(&error)));
    let segments = move || (!for_others()).then(|| states(&status.get()));
    let held = move || {
        let held = !myself.read()?.mails;
        held.then(|| view! { <div class="banner amber">{icon("mail")}<p>{t().outbox.held}</p></div> })
    };
    nav::focus_on_arrival();
    view! {
        <Title text=m.title />
        <section class="pane" aria-labelledby="outbox-title">
            <header class="head">
                <h1 tabindex="-1" class="title" id="outbox-title">
                    {m.title}" "<span class="count" role="status"><Transition>{count}</Transition></span>
                </h1>
            </header>
            <div class="outbox-states"><Transition>{segments}</Transition></div>
            <div class="pane-scroll outbox-rows">
                {refused}
                <Suspense>{held}</Suspense>
                {move || letter.get().map(|letter| opened_letter(&letter))}
                <Transition>{content}</Transition>
            </div>
        </section>
    }
}

/// Whether it is for others: for another role, or for the provider.
fn is_closed(error: &AppError) -> bool {
    matches!(error.code, Code::Forbidden | Code::Governed)
}

/// The address of the mail in a state; an empty one is all.
fn address(status: &str) -> String {
    if status.is_empty() { routes::OUTBOX.to_owned() } else { routes::with(routes::OUTBOX, "status", status) }
}

fn states(now: &str) -> AnyView {
    let m = &t().outbox;
    let link = |status: &str, word: &'static str| {
        let current = (status == now).then_some("page");
        view! { <a href=address(status) aria-current=current data-noscroll>{word}</a> }
    };
    let shown = [MailStatus::Waiting, MailStatus::Sent, MailStatus::Failed, MailStatus::Expired, MailStatus::Discarded];
    let states = shown.map(|status| link(status.as_str(), (m.status)(status)));
    view! { <nav class="segments" aria-label=m.state>{link("", m.all)}{states.into_iter().collect_view()}</nav> }
        .into_any()
}

/// A mail that was opened. Its link can be handed over.
fn opened_letter(Letter { mail, text }: &Letter) -> AnyView {
    let m = &t().outbox;
    let Some(text) = text else {
        return view! { <section class="card letter" id="letter" tabindex="-1"><p>{m.gone}</p></section> }.into_any();
    };
    let link = text.text.split_whitespace().find(|word| word.starts_with("http")).map(str::to_owned);
    let link = link.map(|link| copy_line((m.link_for)(&mail.recipient), m.link_note, link));
    view! {
        {link}
        <section class="card letter" id="letter" tabindex="-1" aria-label=text.subject.clone()>
            <header><h2>{text.subject.clone()}</h2></header>
            <p class="letter-text"><bdi>{text.text.clone()}</bdi></p>
        </section>
    }
    .into_any()
}

fn table(page: Page<Mail>, desk: Desk, status: &str) -> AnyView {
    let m = t();
    if page.items.is_empty() && status.is_empty() {
        return empty("none", false, m.outbox.none.to_owned(), m.outbox.none_text.to_owned(), ().into_any());
    }
    if page.items.is_empty() {
        let all = way(routes::OUTBOX.to_owned(), m.outbox.show_all);
        return empty("nomatch", false, m.outbox.none_in_state.to_owned(), String::new(), all);
    }
    let shown = u32::try_from(page.items.len()).unwrap_or(u32::MAX);
    let total = (m.total)(page.total, page.more);
    let more = page.next_cursor.map(|cursor| {
        let href = routes::with(&address(status), "cursor", &cursor);
        view! {
            <nav class="pager" aria-label=m.outbox.more>
                <span>{(m.shown)(shown, total)}</span><a class="button small" href=href>{m.customers.next_page}</a>
            </nav>
        }
    });
    let head = |label: &'static str| view! { <th role="columnheader" scope="col">{label}</th> };
    view! {
        <table class="rows outbox-table" role="table" aria-label=m.outbox.title>
            <thead role="rowgroup">
                <tr role="row">
                    {head(m.outbox.to)}{head(m.outbox.state)}{head(m.outbox.written)}{head(m.outbox.then)}
                    <th role="columnheader" scope="col"><span class="visually-hidden">{m.actions}</span></th>
                </tr>
            </thead>
            <tbody role="rowgroup">{page.items.into_iter().map(|mail| row(mail, desk)).collect_view()}</tbody>
        </table>
        {more}
    }
    .into_any()
}
