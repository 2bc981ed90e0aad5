use oauth_runtime::open_enum;

open_enum! {
    pub enum Kind {
        Plain = "plain",
        Fancy = "fancy",
        Simple = "plain",
    }
}

fn main() {
    let _ = (Kind::Plain, Kind::Fancy);
}
