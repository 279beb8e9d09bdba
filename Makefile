# Canopy's commands. Each installs what it needs and lacks, once: see tools/bootstrap.
.DEFAULT_GOAL := help
.PHONY: help run demo dev test check site measure

help: ## what there is
	@echo "make …"
	@sed -n 's/^\([a-z]*\):[^#]*## /  \1	/p' $(MAKEFILE_LIST) | expand -t 12

run: ## build for release and start on http://127.0.0.1:3000 with data/canopy.db
	@tools/run

demo: ## the same on a fresh data/demo.db with a sample of 2,000 customers, and people of every role to sign in as
	@tools/run demo

dev: ## build for development, start, and build and start anew at every change
	@tools/bootstrap build
	@node tools/dev.mjs

test: ## run every test: Rust on SQLite and PostgreSQL, then the browser
	@tools/test

check: ## formatting and lints, warnings being errors
	@tools/check

site: ## build what the browser loads into target/site
	@tools/bootstrap build
	@tools/build-site

measure: ## how long people wait, and Lighthouse's scores, at 100,000 customers (after make run)
	@tools/measure/run
