//! The engine's texts name what a program calls. Who sits before a tool types something else.

/// A call, and what it is here.
const WORDS: [(&str, &str); 13] = [
    ("`apply`", "`up`"),
    ("`apply_to`", "`up --to`"),
    ("`revert_to`", "`down --to`"),
    ("`revert_last`", "`down --last`"),
    ("`baseline_at`", "`baseline --version`"),
    ("`adopt_from`", "`adopt --from`"),
    ("say in the call that this may go: `allow_loss`", "say that this may go: `--allow-loss`"),
    ("`allow_loss`", "`--allow-loss`"),
    ("`allow_drift`", "`--allow-drift`"),
    ("help: apply again", "help: `up` again"),
    ("migrate the database before this program uses it", "apply it: `up`"),
    ("by `hold_contracts_after`", "by `--hold-contracts-after`"),
    ("set a longer `busy_timeout`", "wait for longer: `--lock-timeout`"),
];

/// The text in the words of the tool. Names of tables and files stand in the lines above the help, which is all that is read.
pub(crate) fn of_tool(text: &str) -> String {
    let told = |line: &str| {
        let is_ours = ["= help:", "= note:"].iter().any(|mark| line.trim_start().starts_with(mark));
        let words = WORDS.iter().filter(|_| is_ours);
        words.fold(line.to_owned(), |line, (call, typed)| line.replace(call, typed))
    };
    text.lines().map(told).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_helps_is_told_in_other_words() {
        let text = "table `apply` is not there\n  = help: `apply_to` does, or `apply`";
        assert_eq!(of_tool(text), "table `apply` is not there\n  = help: `up --to` does, or `up`");
    }
}
