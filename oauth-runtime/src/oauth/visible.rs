//! The characters that tokens have.

/// Tells whether the text is VSCHAR without the space
/// ([RFC 6749, appendix A.12](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.12)).
pub(crate) fn is_visible(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
}
