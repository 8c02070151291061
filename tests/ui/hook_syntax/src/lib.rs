mod separator {
    embed_migrations::embed_migrations!(hooks = { AddSlug = super::slugs });
}
mod comma {
    embed_migrations::embed_migrations!(hooks = { Init => super::slugs AddSlug => super::slugs });
}
mod two_commas {
    embed_migrations::embed_migrations!(hooks = { AddSlug => super::slugs,, });
}
mod closure {
    embed_migrations::embed_migrations!(hooks = { AddSlug => |db| Ok(()) });
}
mod call {
    embed_migrations::embed_migrations!(hooks = { AddSlug => super::slugs() });
}
mod string {
    embed_migrations::embed_migrations!(hooks = { AddSlug => "super::slugs" });
}
mod name {
    embed_migrations::embed_migrations!(hooks = { "AddSlug" => super::slugs });
}
mod qualified {
    embed_migrations::embed_migrations!(hooks = { Version::AddSlug => super::slugs });
}
mod list {
    embed_migrations::embed_migrations!(hooks = [super::slugs]);
}
