//! What rustls says when TLS fails, in the words of this crate.

use std::io;

use rustls::{AlertDescription, CertificateError};

use crate::error::TlsReason;

/// Looks for rustls among the causes of an error, and tells what it says.
pub(crate) fn reason(error: &(dyn std::error::Error + 'static)) -> Option<TlsReason> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<rustls::Error>() {
            return Some(of(error));
        }
        next = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            // An I/O error passes its cause over in `source()`.
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}

fn of(error: &rustls::Error) -> TlsReason {
    match error {
        rustls::Error::InvalidCertificate(error) => of_certificate(error),
        rustls::Error::NoCertificatesPresented => TlsReason::Certificate,
        rustls::Error::InvalidMessage(_) => TlsReason::NotTls,
        rustls::Error::PeerIncompatible(_)
        | rustls::Error::AlertReceived(
            AlertDescription::HandshakeFailure
            | AlertDescription::InsufficientSecurity
            | AlertDescription::ProtocolVersion,
        ) => TlsReason::NothingInCommon,
        _ => TlsReason::Other,
    }
}

fn of_certificate(error: &CertificateError) -> TlsReason {
    match error {
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            TlsReason::OtherHost
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => TlsReason::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            TlsReason::NotValidYet
        }
        // The second: an authority that has only the name of one that is trusted.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            TlsReason::UnknownAuthority
        }
        CertificateError::Revoked => TlsReason::Revoked,
        _ => TlsReason::Certificate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reason_is_found_behind_other_errors() {
        let revoked = rustls::Error::InvalidCertificate(CertificateError::Revoked);
        let wrapped = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, revoked));
        assert_eq!(reason(&wrapped), Some(TlsReason::Revoked));
        assert_eq!(reason(&io::Error::other("invalid peer certificate: Revoked")), None);
        assert_eq!(reason(&io::Error::from(io::ErrorKind::ConnectionRefused)), None);
    }

    #[test]
    fn what_has_no_word_of_its_own_is_told_roughly() {
        for (error, expected) in [
            (CertificateError::BadEncoding.into(), TlsReason::Certificate),
            (rustls::Error::NoCertificatesPresented, TlsReason::Certificate),
            (
                rustls::Error::AlertReceived(AlertDescription::HandshakeFailure),
                TlsReason::NothingInCommon,
            ),
            (rustls::Error::AlertReceived(AlertDescription::InternalError), TlsReason::Other),
            (rustls::Error::DecryptError, TlsReason::Other),
        ] {
            assert_eq!(reason(&error), Some(expected), "{error:?}");
        }
    }
}
