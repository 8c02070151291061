pub fn svg(_rows: &[crate::Row]) -> String {
    String::new()
}
