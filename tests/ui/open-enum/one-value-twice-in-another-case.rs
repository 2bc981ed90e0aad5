use oauth_runtime::open_enum;

open_enum! {
    #[ignore_case]
    pub enum TokenType {
        Bearer = "Bearer",
        Lower = "bearer",
    }
}

open_enum! {
    pub enum Healthy {
        Upper = "A",
        Lower = "a",
    }
}

fn main() {
    let _ = (TokenType::Bearer, Healthy::from("a"));
}
