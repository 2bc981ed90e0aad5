use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
#[post("/items")]
fn items(#[query] name: String) {
    drop(name);
}

fn main() {}
