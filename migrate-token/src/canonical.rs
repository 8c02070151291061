//! SQL text without what does not matter: white space, comments, the case of words, quotes around names.

use std::fmt::{self, Write};

use crate::{Kind, Token, significant};

/// The tokens of one statement, with one space between them: words in lower case, names without quotes and in lower
/// case, literals exactly as written.
///
/// Two texts that SQLite reads in the same way can still differ here (`'a'` as a name, `==` for `=`); texts with
/// different meanings do not become the same, with one exception: strings in double quotes that differ in case only.
pub fn canonical(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    write_canonical(sql, &mut text).expect("writing to a string does not fail");
    text
}

/// Writes [`canonical`] to `out`.
pub fn write_canonical(sql: &str, out: &mut impl Write) -> fmt::Result {
    let mut tokens: Vec<Token<'_>> = significant(sql).collect();
    while tokens.last().is_some_and(|token| token.text == ";") {
        tokens.pop();
    }
    if let Some(at) = if_not_exists(&tokens) {
        tokens.drain(at..at + 3);
    }
    let is_virtual =
        matches!(&tokens[..], [create, word, ..] if create.is_word("create") && word.is_word("virtual"));
    let mut in_arguments = false;
    for (at, token) in tokens.iter().enumerate() {
        if at > 0 {
            out.write_char(' ')?;
        }
        match token.kind {
            // `DEFAULT yes` and `DEFAULT "yes"` are the string 'yes'.
            Kind::Word if is_default(&tokens[..at]) && !is_reserved(token.text) => quote(token.text, out)?,
            Kind::Quoted if is_default(&tokens[..at]) => quote(&token.name().unwrap_or_default(), out)?,
            Kind::Word => lower(token.text, out)?,
            // A module gets the text of its arguments as written.
            Kind::Quoted if !in_arguments => name(&token.name().unwrap_or_default(), out)?,
            _ => out.write_str(token.text)?,
        }
        in_arguments |= is_virtual && token.text == "(";
    }
    Ok(())
}

/// Whether a default value comes after `before`, and not the next clause, as in `SET DEFAULT MATCH FULL`.
fn is_default(before: &[Token<'_>]) -> bool {
    matches!(before, [.., set, default] if default.is_word("default") && !set.is_word("set"))
}

/// Where `IF NOT EXISTS` starts, in a CREATE statement.
fn if_not_exists(tokens: &[Token<'_>]) -> Option<usize> {
    let at = tokens.iter().take(4).position(|token| token.is_word("if"))?;
    let words = tokens.get(at..at + 3)?.iter().zip(["if", "not", "exists"]);
    (tokens[0].is_word("create") && words.into_iter().all(|(token, word)| token.is_word(word))).then_some(at)
}

/// A quoted name. It keeps its quotes where it would be something else without them.
fn name(name: &str, out: &mut impl Write) -> fmt::Result {
    let is_word = significant(name).map(|token| (token.kind, token.text)).eq([(Kind::Word, name)]);
    if is_word && !is_reserved(name) { lower(name, out) } else { quote(&name.to_ascii_lowercase(), out) }
}

fn quote(name: &str, out: &mut impl Write) -> fmt::Result {
    write!(out, "\"{}\"", name.replace('"', "\"\""))
}

fn lower(text: &str, out: &mut impl Write) -> fmt::Result {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        out.write_str(&text.to_ascii_lowercase())
    } else {
        out.write_str(text)
    }
}

/// Whether the bare word means something that the same word in quotes does not.
fn is_reserved(word: &str) -> bool {
    word.len() <= LONGEST && RESERVED.binary_search(&word.to_ascii_lowercase().as_str()).is_ok()
}

/// The length of the longest of [`RESERVED`], in bytes.
const LONGEST: usize = 17;

/// SQLite's keywords without those that fall back to names (`%fallback ID` in its parse.y) or depend on what stands
/// around them; with the constants that are keywords only without quotes.
#[rustfmt::skip]
const RESERVED: [&str; 70] = [
    "add", "all", "alter", "and", "as", "autoincrement", "between", "case", "check", "collate", "commit",
    "constraint", "create", "cross", "current_date", "current_time", "current_timestamp", "default",
    "deferrable", "delete", "distinct", "drop", "else", "escape", "except", "exists", "false", "foreign",
    "from", "full", "group", "having", "in", "index", "inner", "insert", "intersect", "into", "is",
    "isnull", "join", "left", "limit", "natural", "not", "nothing", "notnull", "null", "on", "or", "order",
    "outer", "primary", "references", "returning", "right", "select", "set", "table", "then", "to",
    "transaction", "true", "union", "unique", "update", "using", "values", "when", "where",
];
