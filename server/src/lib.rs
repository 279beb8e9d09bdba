//! The server: command line, configuration, HTTP. Rules and persistence are in `backend`, pages in `app`.

pub mod assets;
pub mod background;
pub mod cli;
pub mod config;
pub mod database;
pub mod log;
pub mod middleware;
pub mod pages;
pub mod rest;
pub mod router;
pub mod routes;
mod secret;
pub mod serve;
