//! What is looked for of a secret: itself, and as what encoders of bytes make of it.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::NO_PAD;
use secrecy::zeroize::Zeroizing;

const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, NO_PAD);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, NO_PAD);

/// An encoded form shorter than this is not looked for: it would tear ordinary words apart.
const SHORTEST_ENCODED: usize = 5;

/// The forms of one secret, folded as texts are before they are searched.
pub(super) fn of(secret: &str) -> Vec<Zeroizing<Vec<u8>>> {
    let mut needles = vec![Zeroizing::new(secret.as_bytes().to_vec())];
    needles.push(Zeroizing::new(hex(secret.as_bytes())));
    for engine in [STANDARD, URL_SAFE] {
        for skipped in 0..3 {
            needles.push(Zeroizing::new(middle(&engine, secret.as_bytes(), skipped)));
        }
    }
    needles.retain_mut(|needle| {
        fold(needle);
        needle.len() >= SHORTEST_ENCODED || needle.len() == secret.len()
    });
    needles.dedup();
    needles
}

/// Makes alike what encoders write differently: the case of letters, and the two ways of a space in a form.
pub(super) fn fold(bytes: &mut [u8]) {
    for byte in bytes {
        *byte = if *byte == b'+' { b' ' } else { byte.to_ascii_lowercase() };
    }
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The characters of base64 that are the same whatever stands before and after the secret, of which so many bytes of three
/// belong to what stands before.
fn middle(engine: &GeneralPurpose, secret: &[u8], skipped: usize) -> Vec<u8> {
    let padded = Zeroizing::new([[0; 2].get(..skipped).unwrap_or_default(), secret].concat());
    let encoded = Zeroizing::new(engine.encode(padded.as_slice()).into_bytes());
    // A character has six bits: those that also hold bits of a neighbour are left out.
    let begin = (skipped * 8).div_ceil(6);
    let end = padded.len() * 8 / 6;
    encoded.get(begin..end).unwrap_or_default().to_vec()
}
