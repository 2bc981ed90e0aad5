use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/books/:id")]
    fn colon(id: u64);

    #[get("/books/:id.json")]
    fn colon_with_a_suffix(id: u64);

    #[get("/files/*path")]
    fn star(path: String);

    #[get("/books/${id}")]
    fn template(id: u64);

    #[get("/books/{{id}}/pages")]
    fn two_braces(id: u64);

    #[get("/books/<int:id>")]
    fn typed_before(id: u64);

    #[get("/books/{id:int}")]
    fn typed_after(id: u64);

    #[get("/files/{*path}")]
    fn star_in_braces(path: String);

    #[get("/books/[id]")]
    fn brackets(id: u64);

    #[get("/:owner/:repo")]
    fn two(owner: String, repo: String);

    #[post("/books/:id")]
    fn without_parameter();

    // None of these is one.
    #[post("/v1/books:batch")]
    fn colon_inside();

    #[get("/odata/$metadata")]
    fn dollar();

    #[get("/books/%3Aid")]
    fn escaped();

    #[get("/books/{id}:publish")]
    fn colon_after(id: u64);
}

fn main() {}
