//! The arguments. `--help` is made of these comments.

use std::ffi::OsString;
use std::path::PathBuf;

use anstream::ColorChoice;
use clap::{ArgAction, Args, Subcommand, ValueEnum};
use migrate_runtime::{Environment, Tool};

/// The whole command line: as a program of its own, or as a subcommand of another one.
///
/// ```
/// use clap::Parser;
///
/// /// A shop.
/// #[derive(Parser)]
/// enum Shop {
///     /// Sells.
///     Serve,
///     /// Looks after the database.
///     Migrate(migrate_cli::Arguments),
/// }
///
/// let Shop::Migrate(arguments) = Shop::parse_from(["shop", "migrate", "status", "--database", "shop.db"]) else {
///     unreachable!()
/// };
/// // Then: `embed_migrations::cli::Tool::new(&MIGRATIONS).run(arguments)`
/// ```
#[derive(Args, Clone, Debug)]
// What stands above is for who reads the documentation, and not for who asks for help.
#[command(about = None, long_about = None)]
pub struct Arguments {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Common {
    /// The database: a path, or a URL like sqlite:shop.db. Without it, DATABASE_URL counts
    #[arg(id = "migrate_database", long = "database", global = true, value_name = "PATH|URL")]
    pub(crate) database: Option<OsString>,
    /// The set, where the program has several
    #[arg(id = "migrate_set", long = "set", global = true, value_name = "NAME")]
    pub(crate) set: Option<String>,
    /// Which files are read for DATABASE_URL: `.env.PROFILE`, then `.env`; none in production
    #[arg(
        id = "migrate_profile",
        long = "profile",
        global = true,
        value_name = "PROFILE",
        env = "MIGRATE_PROFILE",
        default_value = "development"
    )]
    pub(crate) profile: Profile,
    /// Reads no `.env` file
    #[arg(id = "migrate_no_dotenv", long = "no-dotenv", global = true)]
    pub(crate) no_dotenv: bool,
    /// Seconds to wait for another program that has locked the database
    #[arg(id = "migrate_lock_timeout", long = "lock-timeout", global = true, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(..=86_400))]
    pub(crate) lock_timeout: u32,
    /// Prints JSON
    #[arg(id = "migrate_json", long = "json", global = true)]
    pub(crate) json: bool,
    /// Prints nothing but errors
    #[arg(
        id = "migrate_quiet",
        short = 'q',
        long = "quiet",
        global = true,
        conflicts_with = "migrate_verbose"
    )]
    pub(crate) quiet: bool,
    /// Prints each statement
    #[arg(id = "migrate_verbose", short = 'v', long = "verbose", global = true)]
    pub(crate) verbose: bool,
    /// When to use colour; NO_COLOR is heeded, too
    #[arg(id = "migrate_color", long = "color", global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Profile {
    Development,
    Test,
    Production,
}

impl Profile {
    pub(crate) const fn environment(self) -> Environment {
        match self {
            Self::Development => Environment::Development,
            Self::Test => Environment::Test,
            Self::Production => Environment::Production,
        }
    }
}

/// When output has colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal that wants it.
    Auto,
    /// Into files, too.
    Always,
    /// Nowhere.
    Never,
}

impl Color {
    /// As the stream is told.
    pub const fn choice(self) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
    }
}

#[derive(Subcommand, Clone, Debug)]
pub(crate) enum Command {
    /// Shows each migration and its state
    Status,
    /// Shows what `up` would do: the SQL, what becomes of the schema, and the rows that there are
    Plan(Forward),
    /// Applies what is pending; creates the database if there is none
    Up(Up),
    /// Reverts migrations by their downs
    Down(Down),
    /// Looks whether the database is where the program needs it: code 3 if it is not
    Check {
        /// Accepts that migrations of the phase contract are pending
        #[arg(long)]
        hold_contracts: bool,
    },
    /// Shows what somebody has changed in the schema by hand: code 3 if the program cannot work with it
    Drift,
    /// Shows what is applied
    History,
    /// Shows every attempt
    Log {
        /// Only those that have failed
        #[arg(long)]
        failed: bool,
        /// Only so many, the newest
        #[arg(short = 'n', long, value_name = "COUNT")]
        count: Option<usize>,
    },
    /// Takes over a database that has the tables and no history
    #[command(disable_version_flag = true)]
    Baseline {
        /// The version that it has, where that cannot be found out
        #[arg(
            id = "baseline_version",
            long = "version",
            value_name = "VERSION",
            allow_negative_numbers = true
        )]
        version: Option<i64>,
    },
    /// Goes on from the history of another tool
    Adopt {
        /// The tool, where there are histories of several
        #[arg(long, value_name = "TOOL")]
        from: Option<From>,
        /// The table of its history, where it is not the usual one
        #[arg(long, value_name = "TABLE", requires = "from")]
        table: Option<String>,
    },
    /// Plans how a database is mended that somebody has changed; does it with `--execute`
    Repair {
        /// Does what it plans. A copy of the database is made before
        #[arg(long)]
        execute: bool,
        /// Makes no copy
        #[arg(long, requires = "execute")]
        without_backup: bool,
    },
    /// Says what the database is for; without an argument, tells it
    Stamp {
        /// development, test or production
        environment: Option<Profile>,
        #[command(flatten)]
        sure: Sure,
    },
    #[command(flatten)]
    Picture(Picture),
}

/// What is of all sets together.
#[derive(Subcommand, Clone, Debug)]
pub(crate) enum Picture {
    /// Shows the schema that the program was compiled against; needs no database
    Schema(Schema),
    /// Shows which migration touches which table; needs no database
    Graph(Graph),
    /// Writes a page about the database that needs no network: history, pending, drift, the schema as a diagram and by version
    Report {
        /// The file; `-` is standard output
        #[arg(short, long, value_name = "FILE", default_value = "report.html")]
        output: PathBuf,
    },
}

#[derive(Args, Clone, Debug)]
pub(crate) struct Forward {
    /// The last version that is applied
    #[arg(long, value_name = "VERSION", allow_negative_numbers = true)]
    pub(crate) to: Option<i64>,
    /// Stops before migrations of the phase contract
    #[arg(long)]
    pub(crate) hold_contracts: bool,
    /// The same, but for contracts up to this version
    #[arg(long, value_name = "VERSION", conflicts_with = "hold_contracts")]
    pub(crate) hold_contracts_after: Option<i64>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct Up {
    #[command(flatten)]
    pub(crate) forward: Forward,
    /// Fails if there is no database
    #[arg(long)]
    pub(crate) no_create: bool,
    /// Gives each migration a transaction of its own
    #[arg(long)]
    pub(crate) per_migration: bool,
    /// Copies the database before the first migration, beside it or into this directory
    #[arg(long, value_name = "DIRECTORY")]
    pub(crate) backup: Option<Option<PathBuf>>,
    /// How many copies are kept
    #[arg(long, value_name = "COUNT", requires = "backup")]
    pub(crate) keep: Option<usize>,
    /// Goes on where somebody has changed the schema
    #[arg(long)]
    pub(crate) allow_drift: bool,
    #[command(flatten)]
    pub(crate) sure: Sure,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct Down {
    #[command(flatten)]
    pub(crate) aim: Aim,
    /// Lets rows and values go that the downs take away
    #[arg(long)]
    pub(crate) allow_loss: bool,
    /// Goes on where somebody has changed the schema
    #[arg(long)]
    pub(crate) allow_drift: bool,
    /// Runs the downs, and takes them back
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) sure: Sure,
}

#[derive(Args, Clone, Debug)]
#[group(required = true, multiple = false)]
pub(crate) struct Aim {
    /// The version that stays the last one
    #[arg(long, value_name = "VERSION", allow_negative_numbers = true)]
    pub(crate) to: Option<i64>,
    /// Reverts the last migration
    #[arg(long)]
    pub(crate) last: bool,
    /// Reverts all
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Schema {
    /// How it is written: as SQL, if nothing is said
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<SchemaFormat>,
    /// As it is behind this version
    #[arg(long, value_name = "VERSION")]
    pub(crate) at: Option<i64>,
    /// That of the database, with all that is in it
    #[arg(long, conflicts_with = "at")]
    pub(crate) live: bool,
    /// The file; without it, or with `-`, standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaFormat {
    Sql,
    Json,
    Mermaid,
    Dot,
    Svg,
    Html,
}

#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct Graph {
    /// How it is written: as text, if nothing is said
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<GraphFormat>,
    /// The file; without it, or with `-`, standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    Text,
    Json,
    Mermaid,
    Dot,
    Svg,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct Sure {
    /// Is meant, although the database is stamped `production`
    #[arg(long, action = ArgAction::SetTrue)]
    pub(crate) yes_on_production: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum From {
    Sqlx,
    Refinery,
    Diesel,
    #[value(name = "rusqlite_migration")]
    RusqliteMigration,
}

impl From {
    pub(crate) const fn tool(self) -> Tool {
        match self {
            Self::Sqlx => Tool::Sqlx,
            Self::Refinery => Tool::Refinery,
            Self::Diesel => Tool::Diesel,
            Self::RusqliteMigration => Tool::RusqliteMigration,
        }
    }
}
