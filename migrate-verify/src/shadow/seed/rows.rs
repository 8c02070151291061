//! The rows of a table.

use migrate_runtime::Table;
use rusqlite::config::DbConfig;
use rusqlite::ffi::SQLITE_CONSTRAINT_TRIGGER;
use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use super::form::{Choice, Form, Promise};
use super::insert::Insert;
use super::lesson::Lessons;
use super::order::may_be_null;
use super::parent::{Parents, has_rows};
use super::refusal::Refusal;
use super::rule::Rules;
use super::search::{Draft, Search};
use super::value::{Kind, Numbers};
use super::verdict::is_final;
use super::{Style, Unseeded};

/// What is special about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Ordinary,
    /// As the row before, as far as keys allow it.
    Twin,
    Nulls,
    Empty,
}

impl Style {
    const fn rows(self) -> &'static [Row] {
        match self {
            Self::Plain(_) => &[Row::Ordinary, Row::Ordinary],
            Self::Adversarial => &[Row::Ordinary, Row::Twin, Row::Nulls, Row::Empty],
        }
    }
}

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
    /// Whether rows do without parents that come later.
    pub(super) is_provisional: bool,
    /// How many rows have come.
    pub(super) count: usize,
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
}

impl<'a> Filling<'a> {
    pub(super) fn fill(mut self) -> Result<Filled> {
        let setting = DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER;
        let had_triggers = self.conn.db_config(setting)?;
        if self.with_triggers || !had_triggers {
            let filled = self.attempt()?;
            let is_refused = matches!(filled, Filled::Done(Report { count: 0, .. }));
            if !is_refused || !had_triggers || !self.has_triggers()? {
                return Ok(filled);
            }
        }
        self.conn.set_db_config(setting, false)?;
        let filled = self.attempt();
        self.conn.set_db_config(setting, true)?;
        Ok(match filled? {
            Filled::Done(report) => Filled::Done(Report { without_triggers: report.count > 0, ..report }),
            Filled::Spoilt => Filled::Spoilt,
        })
    }

    fn has_triggers(&self) -> Result<bool> {
        Ok(!Rules::read(self.conn, &Form::new(self.table))?.triggers.is_empty())
    }

    fn attempt(&mut self) -> Result<Filled> {
        let mut form = Form::new(self.table);
        let mut insert = match Insert::prepare(self.conn, &form) {
            Ok(insert) => insert,
            Err(refusal) => return self.report(Report::default(), &[refusal], &Rules::default()),
        };
        let mut report = Report::default();
        let (mut rules, mut budget, mut refusals) = (None, None, Vec::new());
        if self.parents.style.literal(0).is_some() {
            rules = Some(Rules::read(self.conn, &form)?);
        }
        let mut before: Option<Draft> = None;
        let style = self.parents.style;
        let rows = style.rows();
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
                    break;
                }
            };
            if *row != Row::Twin {
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
                is_twin: *row == Row::Twin,
                refusals: &mut refusals,
            };
            let settled = search.settle(draft.clone())?;
            let fails = refusals.iter().any(|refusal| refusal.code == SQLITE_CONSTRAINT_TRIGGER)
                && rules.as_ref().is_some_and(|rules| rules.triggers_have("fail"));
            if insert.is_spoilt || fails {
                return Ok(Filled::Spoilt);
            }
            if let Some(settled) = settled {
                if *row != Row::Twin {
                    self.lessons.learn(&form, at, &draft, &settled);
                }
                report.count += 1;
                report.promises.extend(settled.iter().flat_map(|choice| choice.promises.iter().cloned()));
                report.is_provisional |= self.is_provisional(&form);
                before = Some(settled);
            }
        }
        self.report(report, &refusals, &rules.unwrap_or_default())
    }

    fn report(&self, mut report: Report, refusals: &[Refusal], rules: &Rules) -> Result<Filled> {
        if let (0, Some(first), false) = (report.count, refusals.first(), has_rows(self.conn, self.table)?) {
            report.unseeded = Some(Unseeded {
                table: self.table.name().to_owned(),
                message: first.message.clone(),
                refuses_every_row: refusals.iter().any(|refusal| is_final(refusal, self.table, rules)),
            });
        }
        Ok(Filled::Done(report))
    }

    /// Whether a parent that is yet to come has been done without.
    fn is_provisional(&self, form: &Form<'_>) -> bool {
        let is_later =
            |parent: &str| self.parents.later.iter().any(|table| table.name().eq_ignore_ascii_case(parent));
        form.slots.iter().any(|slot| slot.parents == 0 && slot.keys.iter().any(|key| is_later(key.parent())))
    }

    /// The row as it should be.
    fn draft(
        &mut self,
        form: &Form<'_>,
        row: Row,
        at: usize,
        before: Option<&Draft>,
        rules: Option<&Rules>,
    ) -> Result<Draft, Refusal> {
        if let (Row::Twin, Some(before)) = (row, before) {
            return Ok(before.clone());
        }
        let mut draft = Vec::with_capacity(form.slots.len());
        for slot in &form.slots {
            draft.push(if slot.keys.is_empty() && slot.choices.is_empty() {
                self.value(form, slot.columns[0], row, at, rules).into()
            } else {
                let null = slot.choices.iter().find(|choice| choice.is_null());
                let parent = slot.choices[..slot.parents].iter().cycle().nth(at % 2);
                let usual: Option<&Choice> = parent.or(slot.choices.first());
                let choice = if row == Row::Nulls { null.or(usual) } else { usual };
                let orphaned = || Refusal::orphaned(slot.keys.first().map_or("", |key| key.parent()));
                choice.cloned().ok_or_else(orphaned)?
            });
        }
        Ok(draft)
    }

    fn value(&mut self, form: &Form<'_>, column: usize, row: Row, at: usize, rules: Option<&Rules>) -> Value {
        let in_key = form.in_key(column);
        let literals =
            if in_key { Vec::new() } else { rules.map_or(Vec::new(), |rules| rules.literals(form, column)) };
        if let Some(place) = self.parents.style.literal(at).filter(|_| !literals.is_empty()) {
            return literals[place % literals.len()].clone();
        }
        let column = form.columns[column];
        let kind = Kind::of(column);
        if row == Row::Nulls && may_be_null(column) {
            return Value::Null;
        }
        if row == Row::Empty && !(in_key && kind == Kind::Number) {
            return kind.empty();
        }
        let label = format!("{} {}", self.table.name(), column.name());
        let at = i64::try_from(at).unwrap_or(0);
        self.parents.style.value(kind, &label, self.numbers.next(), at, in_key)
    }
}
