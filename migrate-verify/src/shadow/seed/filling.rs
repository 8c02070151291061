//! A table gets its rows.

use migrate_runtime::Table;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, Result};

use super::form::{Form, Promise};
use super::insert::Insert;
use super::lesson::Lessons;
use super::literals::Literals;
use super::parent::{Parents, has_rows};
use super::refusal::Refusal;
use super::rows::Row;
use super::rule::Rules;
use super::search::{Draft, Search};
use super::value::Numbers;
use super::verdict::{is_unsteady, refuses};
use super::{Style, Unseeded};

/// How many rows are tried where a search has failed before.
const RETRIES: usize = 60;

/// How a table was filled.
pub(super) enum Filled {
    Done(Report),
    /// A trigger has undone more than the row: everything begins again, without the triggers of this table.
    Spoilt,
}

#[derive(Default)]
pub(super) struct Report {
    pub(super) unseeded: Option<Unseeded>,
    pub(super) promises: Vec<Promise>,
    /// A row of another table that would have helped.
    pub(super) wish: Option<Promise>,
    /// Whether rows do without parents that come later.
    pub(super) is_provisional: bool,
    /// How many rows have come.
    pub(super) count: usize,
    /// Whether triggers wrote rows as well.
    pub(super) has_echo: bool,
    /// Whether one did not come that should have.
    is_short: bool,
    /// Whether they came only because triggers kept silent.
    pub(super) without_triggers: bool,
}

/// A table that gets rows.
pub(super) struct Filling<'a> {
    pub(super) conn: &'a Connection,
    pub(super) table: &'a Table,
    pub(super) parents: Parents<'a>,
    pub(super) with_triggers: bool,
    /// Rows that others wait for.
    pub(super) awaited: Vec<Promise>,
    pub(super) numbers: &'a mut Numbers,
    pub(super) lessons: &'a mut Lessons,
    pub(super) literals: &'a Literals,
}

impl<'a> Filling<'a> {
    pub(super) fn fill(mut self) -> Result<Filled> {
        let filled = self.fill_somehow()?;
        if let Filled::Done(Report { is_short: true, .. }) = filled {
            self.lessons.give_up(self.table);
        }
        Ok(filled)
    }

    /// With triggers, so that what they keep in step stays so; without them only where nothing else helps.
    fn fill_somehow(&mut self) -> Result<Filled> {
        let changes = self.conn.total_changes();
        let setting = DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER;
        if self.with_triggers {
            let mut filled = self.attempt()?;
            let is_refused = matches!(filled, Filled::Done(Report { count: 0, .. }));
            if let Filled::Done(report) = &mut filled {
                report.has_echo = self.conn.total_changes() - changes > report.count as u64;
            }
            if !is_refused || !self.has_triggers()? {
                return Ok(filled);
            }
        }
        let before = self.conn.db_config(setting)?;
        self.conn.set_db_config(setting, false)?;
        let filled = self.attempt();
        self.conn.set_db_config(setting, before)?;
        Ok(match filled? {
            Filled::Done(report) => Filled::Done(Report { without_triggers: report.count > 0, ..report }),
            Filled::Spoilt => Filled::Spoilt,
        })
    }

    fn has_triggers(&self) -> Result<bool> {
        let mut rules = Rules::default();
        rules.read_triggers(self.conn, &Form::new(self.table))?;
        Ok(!rules.triggers.is_empty())
    }

    fn attempt(&mut self) -> Result<Filled> {
        let mut form = Form::new(self.table);
        if let Some(key) = form.computed.first() {
            return self.report(Report::default(), &[Refusal::computed(key.parent())], &Rules::default());
        }
        let mut insert = match Insert::prepare(self.conn, &form) {
            Ok(insert) => insert,
            Err(refusal) => return self.report(Report::default(), &[refusal], &Rules::default()),
        };
        let mut report = Report::default();
        let (mut rules, mut refusals) = (None, Vec::new());
        let mut budget = self.lessons.has_given_up(self.table).then_some(RETRIES);
        if self.parents.style.literal(0).is_some() {
            rules.insert(Rules::read(&form)).read_triggers(self.conn, &form)?;
        }
        let style = self.parents.style;
        if style == Style::Adversarial && !self.table.checks().is_empty() {
            rules = Some(Rules::read(&form));
        }
        let mut before: Option<Draft> = None;
        let rows = style.rows(&form, rules.as_ref(), self.literals);
        let awaited = self.awaited.len();
        let others = rows.iter().skip(if style == Style::Adversarial { 0 } else { awaited });
        let plan = std::iter::repeat_n(&Row::Ordinary, awaited).chain(others);
        for (at, row) in plan.enumerate() {
            if at > 0 && self.awaited.get(at - 1).is_some() {
                form = Form::new(self.table);
            }
            let refers_to_itself = self.table.foreign_keys().iter().any(|key| form.is_own(key));
            let promises =
                form.slots.iter().flat_map(|slot| &slot.choices).any(|choice| !choice.promises.is_empty());
            if at <= awaited || refers_to_itself || promises {
                self.parents.spares_none = at < awaited;
                self.parents.look_up(&mut form, self.numbers)?;
            }
            for (column, value) in self.awaited.get(at).iter().flat_map(|promise| &promise.values) {
                form.pin(column, value);
            }
            let mut draft = match self.draft(&form, *row, at, before.as_ref(), rules.as_ref()) {
                Ok(draft) => draft,
                Err(refusal) => {
                    refusals.push(refusal);
                    report.wish = self.parents.wish(&form)?;
                    break;
                }
            };
            if row.twin().is_none() {
                self.lessons.apply(self.table, at, &mut draft);
            }
            let mut search = Search {
                conn: self.conn,
                form: &form,
                insert: &mut insert,
                numbers: self.numbers,
                rules: &mut rules,
                budget: &mut budget,
                before: before.as_ref(),
                twin: row.twin(),
                refusals: &mut refusals,
            };
            let settled = search.settle(draft.clone())?;
            if insert.is_spoilt || (insert.is_raised && may_leave_rows(self.conn)?) {
                return Ok(Filled::Spoilt);
            }
            if let Some(settled) = settled {
                if row.twin().is_none() {
                    self.lessons.learn(&form, at, &draft, &settled);
                }
                report.count += 1;
                report.promises.extend(settled.iter().flat_map(|choice| choice.promises.iter().cloned()));
                report.is_provisional |= self.is_provisional(&form);
                before = Some(settled);
            } else {
                report.is_short = true;
            }
        }
        self.report(report, &refusals, &rules.unwrap_or_default())
    }

    fn report(&self, mut report: Report, refusals: &[Refusal], rules: &Rules) -> Result<Filled> {
        let Some(first) = refusals.first() else { return Ok(Filled::Done(report)) };
        let takes_some = report.count > 0 || has_rows(self.conn, self.table)?;
        let refuses = refuses(refusals, self.table, rules, takes_some);
        if !takes_some || refuses.is_some() {
            let unsteady = refusals.iter().find(|refusal| refuses.is_some() && is_unsteady(refusal));
            let (table, message) = (Box::new(self.table.clone()), unsteady.unwrap_or(first).message.clone());
            report.unseeded = Some(Unseeded { table, message, refuses });
        }
        Ok(Filled::Done(report))
    }

    /// Whether a parent that is yet to come has been done without.
    fn is_provisional(&self, form: &Form<'_>) -> bool {
        form.slots
            .iter()
            .any(|slot| slot.parents == 0 && slot.keys.iter().any(|key| self.parents.is_later(key.parent())))
    }
}

/// Whether a trigger may refuse a row and let it stand.
fn may_leave_rows(conn: &Connection) -> Result<bool> {
    let fails = "SELECT 1 FROM main.sqlite_master WHERE type = 'trigger' AND sql LIKE '%FAIL%'
                 UNION ALL SELECT 1 FROM temp.sqlite_master WHERE type = 'trigger' AND sql LIKE '%FAIL%'";
    conn.prepare(fails)?.exists([])
}
