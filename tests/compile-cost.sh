#!/usr/bin/env bash
# What an endpoint costs to compile: this macro, the same by hand with positional arguments, and bon builders. By hand there
# are two: the shortest, which drops the body of an error, and one that gives what a caller of this macro has at least (secrets
# in a type of their own, and status and body of an error).
#
# Usage: [RUNS=3] tests/compile-cost.sh [N ...]      (default: 5 25 100 400)
#        INSTRUCTIONS=1 tests/compile-cost.sh [N ...]
#
# Each endpoint has four required and two optional parameters and is called once, from a function of its own. Prints CPU
# seconds (user and system) of `cargo check` and `cargo build` of the crate alone, its dependencies built before, and
# milliseconds per endpoint, which leave out what a crate without endpoints costs. With INSTRUCTIONS it prints the
# instructions that the compiler spends on `check` in place of the time: valgrind counts them, and no noise is in them.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$root/target/compile-cost
sizes=("${@:-}")
[ -n "${sizes[0]}" ] || sizes=(5 25 100 400)
export CARGO_TARGET_DIR=$work/target CARGO_INCREMENTAL=0
TIMEFORMAT='%U %S'

crate() { # name, dependencies
    mkdir -p "$work/$1/src"
    cat > "$work/$1/Cargo.toml" <<TOML
[package]
name = "cost-$1"
version = "0.0.0"
edition = "2024"
[dependencies]
serde = { version = "1", features = ["derive"] }
reqwest = { version = "0.13", default-features = false, features = ["rustls", "http2", "form", "json"] }
$2
[workspace]
TOML
    cp "$root/Cargo.lock" "$work/$1/Cargo.lock"
}

head_of() {
    echo '#[derive(Debug, serde::Deserialize)] pub struct Answer { pub access_token: String, pub expires_in: Option<u64> }'
}

macro() { # N
    head_of
    echo 'use oauth_runtime::{SecretString, oauth_api};'
    echo '#[oauth_api(base_url = "https://vendor.example")] pub trait Vendor {'
    for ((i = 0; i < $1; i++)); do
        echo "#[post(\"/e$i\")] fn e$i(client_id: String, client_secret: SecretString, code: SecretString, redirect_uri: String, scope: Option<String>, state: Option<String>) -> Answer;"
    done
    echo '}'
    for ((i = 0; i < $1; i++)); do
        echo "pub async fn call_e$i(client: &VendorClient) -> Result<Answer, oauth_runtime::Error> { client.e$i().client_id(\"a\").client_secret(\"b\").code(\"c\").redirect_uri(\"d\").scope(\"e\").send().await }"
    done
}

by_hand() { # N
    head_of
    echo 'pub struct Client { http: reqwest::Client, base: String } impl Client {'
    for ((i = 0; i < $1; i++)); do
        cat <<RUST
pub async fn e$i(&self, client_id: &str, client_secret: &str, code: &str, redirect_uri: &str, scope: Option<&str>, state: Option<&str>) -> Result<Answer, reqwest::Error> {
    let mut form = vec![("client_id", client_id), ("client_secret", client_secret), ("code", code), ("redirect_uri", redirect_uri)];
    if let Some(scope) = scope { form.push(("scope", scope)); }
    if let Some(state) = state { form.push(("state", state)); }
    self.http.post(format!("{}/e$i", self.base)).form(&form).send().await?.error_for_status()?.json().await
}
RUST
    done
    echo '} pub fn used(client: &Client) { let _ = (&client.http, &client.base); }'
    for ((i = 0; i < $1; i++)); do
        echo "pub async fn call_e$i(client: &Client) -> Result<Answer, reqwest::Error> { client.e$i(\"a\", \"b\", \"c\", \"d\", Some(\"e\"), None).await }"
    done
}

careful() { # N
    head_of
    cat <<'RUST'
use secrecy::{ExposeSecret, SecretString};
#[derive(Debug)] pub enum Error { Http(reqwest::Error), Refused { status: reqwest::StatusCode, body: String }, Json(serde_json::Error) }
impl From<reqwest::Error> for Error { fn from(error: reqwest::Error) -> Self { Self::Http(error) } }
impl From<serde_json::Error> for Error { fn from(error: serde_json::Error) -> Self { Self::Json(error) } }
pub struct Client { http: reqwest::Client, base: String } impl Client {
RUST
    for ((i = 0; i < $1; i++)); do
        cat <<RUST
pub async fn e$i(&self, client_id: &str, client_secret: &SecretString, code: &SecretString, redirect_uri: &str, scope: Option<&str>, state: Option<&str>) -> Result<Answer, Error> {
    let mut form = vec![("client_id", client_id), ("client_secret", client_secret.expose_secret()), ("code", code.expose_secret()), ("redirect_uri", redirect_uri)];
    if let Some(scope) = scope { form.push(("scope", scope)); }
    if let Some(state) = state { form.push(("state", state)); }
    let response = self.http.post(format!("{}/e$i", self.base)).form(&form).send().await?;
    let status = response.status();
    let body = response.text().await?;
    if !status.is_success() { return Err(Error::Refused { status, body }); }
    Ok(serde_json::from_str(&body)?)
}
RUST
    done
    echo '} pub fn used(client: &Client) { let _ = (&client.http, &client.base); }'
    for ((i = 0; i < $1; i++)); do
        echo "pub async fn call_e$i(client: &Client) -> Result<Answer, Error> { client.e$i(\"a\", &\"b\".into(), &\"c\".into(), \"d\", Some(\"e\"), None).await }"
    done
}

bon() { # N
    by_hand "$1" | sed -e 's/^pub struct Client .* impl Client {$/pub struct Client { http: reqwest::Client, base: String } #[bon::bon] impl Client {/' \
        -e 's/^pub async fn e/#[builder] pub async fn e/' \
        -e 's/{ client\.e\([0-9]*\)(.*$/{ client.e\1().client_id("a").client_secret("b").code("c").redirect_uri("d").scope("e").call().await }/'
}

cpu() { # cargo command, crate -> CPU milliseconds of one run
    touch "$work/$2/src/lib.rs"
    { time cargo "$1" --offline -q -j1 --manifest-path "$work/$2/Cargo.toml" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }; } 2>&1 |
        awk '{ printf "%d", ($1 + $2) * 1000 }'
}

counted() { # crate -> instructions of `check` in thousands
    touch "$work/$1/src/lib.rs"
    cat > "$work/counting" <<'SH'
#!/usr/bin/env bash
exec valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-file="$COUNTED" "$@"
SH
    chmod +x "$work/counting"
    COUNTED=$work/counted RUSTC=$(rustc --print sysroot)/bin/rustc RUSTC_WORKSPACE_WRAPPER=$work/counting CARGO_TARGET_DIR=$work/counted-target \
        cargo check -q -j1 --manifest-path "$work/$1/Cargo.toml" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    awk '/Collected/ { printf "%d", $NF / 1000 }' "$work/counted"
}

# Writes the crate. bon has nothing to do without functions: its crate begins as the one by hand.
write() { # crate, N
    local source=$1
    [ "$2" -gt 0 ] || source=${1/bon/by_hand}
    "$source" "$2" > "$work/$1/src/lib.rs"
}

declare -A least
# The least of the runs for each kind, one after the other in each run, and with each the crate without endpoints, so that all
# have the same noise.
measure() { # N
    local run kind size command spent
    for ((run = 0; run < ${RUNS:-3}; run++)); do
        for kind in "${kinds[@]}"; do
            for size in 0 "$1"; do
                write "$kind" "$size"
                for command in check build; do
                    spent=$(cpu "$command" "$kind")
                    if ((spent < ${least[$size,$kind,$command]:-spent + 1})); then least[$size,$kind,$command]=$spent; fi
                done
            done
        done
    done
}

crate macro "oauth-runtime = { path = \"$root/oauth-runtime\" }"
crate by_hand ''
crate careful 'secrecy = "0.10"
serde_json = "1"'
crate bon 'bon = "3"'

kinds=(macro by_hand careful bon)
declare -A names=([macro]="this macro" [by_hand]="by hand, shortest" [careful]="by hand, errors kept" [bon]="bon builders")
for kind in "${kinds[@]}"; do
    write "$kind" 0
    for command in check build; do
        cargo "$command" -q --manifest-path "$work/$kind/Cargo.toml" 2> "$work/log" || { cat "$work/log" >&2; exit 1; }
    done
done

if [ -n "${INSTRUCTIONS:-}" ]; then
    echo '| endpoints | kind | check, million instructions each | times by hand, errors kept |'
    echo '|---|---|---|---|'
    for kind in "${kinds[@]}"; do
        write "$kind" 0
        least[0,$kind]=$(counted "$kind")
    done
    for size in "${sizes[@]}"; do
        for kind in "${kinds[@]}"; do
            write "$kind" "$size"
            least[$size,$kind]=$((($(counted "$kind") - least[0,$kind]) / size))
        done
        for kind in "${kinds[@]}"; do
            awk -v n="$size" -v kind="${names[$kind]}" -v k="${least[$size,$kind]}" -v hand="${least[$size,careful]}" \
                'BEGIN { printf "| %d | %s | %.1f | %.2f |\n", n, kind, k / 1000, k / hand }'
        done
    done
    exit
fi
for size in "${sizes[@]}"; do
    measure "$size"
done

printf '| %s | %s | %s | %s | %s | %s |\n' endpoints kind 'check s' 'check ms each' 'build s' 'build ms each'
echo '|---|---|---|---|---|---|'
for size in "${sizes[@]}"; do
    for kind in "${kinds[@]}"; do
        row="| $size | ${names[$kind]} |"
        for command in check build; do
            row+=$(awk -v t="${least[$size,$kind,$command]}" -v z="${least[0,$kind,$command]}" -v n="$size" 'BEGIN { printf " %.2f | %.1f |", t / 1000, (t - z) / n }')
        done
        echo "$row"
    done
done
