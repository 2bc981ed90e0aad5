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

    #[get("/flights/:from-:to")]
    fn joined_by_a_hyphen(from: String, to: String);

    #[get("/flights/{from}-:to")]
    fn one_of_two_mended(from: String, to: String);

    #[get("/books/:id.:format")]
    fn joined_by_a_dot(id: u64, format: String);

    #[get("/books/:id?")]
    fn may_be_absent(id: u64);

    #[get("/books/:id([0-9]+)/pages")]
    fn pattern_after(id: u64);

    #[get("/books/:id?full=true")]
    fn beside_a_query(id: u64);

    #[get("/books/{id:[abc]+}")]
    fn pattern_inside(id: u64);

    #[get("/books/{id:[0-9]{3}}")]
    fn pattern_with_braces(id: u64);

    #[get("/books/<id:int>")]
    fn type_after_the_name(id: u64);

    #[get("/files/<path:path>")]
    fn name_like_a_type(path: String);

    #[get("/books/<id:re:[a-z]+>")]
    fn pattern_after_the_type(id: String);

    #[get("/books/[[...id]]")]
    fn two_brackets(id: String);

    // None of these is one.
    #[get("/search?filter[name]=x&sort={sort}")]
    fn query();

    #[get("/books/{0}")]
    fn number();

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
