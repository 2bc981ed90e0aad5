use oauth_runtime::open_enum;

open_enum! {
    /// A kind.
    pub enum Kind {
        /// Plain.
        Plain = "plain",
        /// Another.
        Other = "other",
    }
}

fn main() {
    let _ = (Kind::Plain, Kind::Other("other".to_owned()));
}
