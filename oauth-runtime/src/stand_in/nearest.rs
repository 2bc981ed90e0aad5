//! The nearest known name, for a name that nobody knows.

/// Returns what to write in place of a name: the nearest known one, or all of them.
pub(crate) fn help(name: &str, known: &[&str]) -> String {
    let nearest = known
        .iter()
        .map(|known| (distance(name, known), known))
        .filter(|(distance, _)| *distance <= name.chars().count() / 3 + 1)
        .min_by_key(|(distance, _)| *distance);
    if let Some((_, nearest)) = nearest {
        return format!("write `{nearest}`");
    }
    let all: Vec<_> = known.iter().map(|known| format!("`{known}`")).collect();
    format!("known here: {}", all.join(", "))
}

/// Counts the letters that have to be put in, left out or changed.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (i, x) in one.chars().enumerate() {
        let mut next = vec![i + 1];
        let mut left = i + 1;
        for (y, pair) in other.chars().zip(row.windows(2)) {
            let &[diagonal, above] = pair else { continue };
            left = (above + 1).min(left + 1).min(diagonal + usize::from(x != y));
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::help;

    #[test]
    fn near_name_is_told_and_else_all() {
        let known = ["post_code", "post_token", "post_revoke"];
        assert_eq!(help("post_tokens", &known), "write `post_token`");
        assert_eq!(help("revoke", &["post_revoke"]), "known here: `post_revoke`");
        assert_eq!(help("x", &known), "known here: `post_code`, `post_token`, `post_revoke`");
    }
}
