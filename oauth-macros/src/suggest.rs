//! The nearest known word, for words that nobody knows.

/// Returns the help for an unknown word: what is written instead of it, the nearest known one, or all of them.
pub(crate) fn help(word: &str, known: &[&str], meant: &[(&str, &str)]) -> String {
    if let Some((_, help)) = meant.iter().find(|(other, _)| *other == word) {
        return (*help).to_owned();
    }
    match nearest(word, known) {
        Some(near) => format!("write `{near}`"),
        None => format!("known here: {}", list(known)),
    }
}

/// Lists words in backticks.
pub(crate) fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// Returns the nearest known word, if one is near; capitals do not matter.
pub(crate) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = &word.to_ascii_lowercase();
    let limit = if word.chars().count() < 3 { 0 } else { word.chars().count() / 3 + 1 };
    known
        .iter()
        .map(|candidate| (distance(word, candidate), *candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Returns the known word that a word is, but for a slip or two. A word may be right that merely resembles a known one.
pub(crate) fn misspelt<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    if known.contains(&word) {
        return None;
    }
    nearest(word, known).filter(|near| distance(word, near) <= 2)
}

/// Counts the edits between two words: letters put in, left out, changed or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut last = None;
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        let mut left = i + 1;
        for ((j, y), pair) in b.iter().enumerate().zip(row.windows(2)) {
            let &[diagonal, above] = pair else { continue };
            let mut best = (above + 1).min(left + 1).min(diagonal + usize::from(x != *y));
            let swapped = j > 0 && last == Some(*y) && b.get(j - 1) == Some(&x);
            if let (true, Some(two_back)) = (swapped, before.get(j.wrapping_sub(1))) {
                best = best.min(two_back + 1);
            }
            next.push(best);
            left = best;
        }
        last = Some(x);
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_listed() {
        let help = |word, known| help(word, known, &[("pull", "write `get`, here as everywhere")]);
        assert_eq!(help("pots", &["get", "post"]), "write `post`");
        assert_eq!(help("POST", &["get", "post"]), "write `post`");
        assert_eq!(help("serverdefault", &["default", "server_default"]), "write `server_default`");
        assert_eq!(help("xyz", &["get", "post"]), "known here: `get`, `post`");
        assert_eq!(help("pull", &["get", "post"]), "write `get`, here as everywhere");
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(misspelt("token_endpiont", &["token_endpoint"]), Some("token_endpoint"));
        assert_eq!(misspelt("my_token_endpoint", &["token_endpoint"]), None);
        assert_eq!(misspelt("token_endpoint", &["token_endpoint"]), None);
    }
}
