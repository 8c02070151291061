use embed_migrations::MigrationSet;

embed_migrations::embed_migrations!();

pub fn by_new() {
    let _ = MigrationSet::<Version>::new;
}

pub fn by_default() -> MigrationSet<Version> {
    MigrationSet::default()
}

pub fn by_clone() -> MigrationSet<Version> {
    MIGRATIONS.clone()
}

pub fn by_field(set: &mut MigrationSet<Version>) {
    set.set = MIGRATIONS.set;
}
