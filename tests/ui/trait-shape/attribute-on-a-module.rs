use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
mod vendor {}

fn main() {}
