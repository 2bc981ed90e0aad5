//! The characters that tokens have.

/// Tells whether the text is VSCHAR without the space
/// ([RFC 6749, appendix A.12](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.12)).
pub(crate) fn is_visible(text: &str) -> bool {
    // Without a way out of the loop it takes many bytes at a time.
    text.bytes().fold(0, |found, byte| found | u8::from(!byte.is_ascii_graphic())) == 0
}
