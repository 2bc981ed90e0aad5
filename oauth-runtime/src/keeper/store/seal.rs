//! Sealing: what a store writes down is of no use to whoever reads it there.

use crate::keeper::store::{LoginId, StoreError};

/// Seals records before they are written down, and opens them again: authenticated encryption with a key of yours.
///
/// The digest of the login is the associated data: a record that was moved to another login does not open.
///
/// ```
/// use oauth_runtime::keeper::{LoginId, Seal, StoreError};
/// # struct Aead;
/// # impl Aead {
/// #     fn encrypt(&self, text: &[u8], _: &[u8]) -> Result<Vec<u8>, StoreError> { Ok(text.to_vec()) }
/// #     fn decrypt(&self, text: &[u8], _: &[u8]) -> Result<Vec<u8>, StoreError> { Ok(text.to_vec()) }
/// # }
///
/// /// AES-GCM or ChaCha20-Poly1305, with a random nonce in front of each text.
/// struct MyKey(Aead);
///
/// impl Seal for MyKey {
///     fn seal(&self, record: &[u8], login: &LoginId) -> Result<Vec<u8>, StoreError> {
///         self.0.encrypt(record, login.as_bytes())
///     }
///
///     fn open(&self, sealed: &[u8], login: &LoginId) -> Result<Vec<u8>, StoreError> {
///         self.0.decrypt(sealed, login.as_bytes())
///     }
/// }
/// ```
pub trait Seal: Send + Sync + 'static {
    /// Encrypts a record of this login.
    ///
    /// # Errors
    ///
    /// What the encryption says; nothing is stored then.
    fn seal(&self, record: &[u8], login: &LoginId) -> Result<Vec<u8>, StoreError>;

    /// Decrypts a record of this login.
    ///
    /// # Errors
    ///
    /// What the decryption says: the key is another, or the record was changed or is that of another login.
    fn open(&self, sealed: &[u8], login: &LoginId) -> Result<Vec<u8>, StoreError>;
}
