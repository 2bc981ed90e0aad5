//! Enums of known values which keep every other value as it came.

/// Declares an enum of known texts that keeps any other text too, so that a value which a vendor adds tomorrow is read,
/// compared and sent without loss.
///
/// Each variant is given the text it stands for; a variant `Other(String)` is added for the rest.
///
/// ```
/// oauth_runtime::open_enum! {
///     /// Which kind of token it is.
///     ///
///     /// [RFC 7009, section 2.1](https://www.rfc-editor.org/rfc/rfc7009#section-2.1)
///     pub enum TokenTypeHint {
///         /// An access token.
///         AccessToken = "access_token",
///         /// A refresh token.
///         RefreshToken = "refresh_token",
///     }
/// }
///
/// let known = TokenTypeHint::from("access_token");
/// assert!(matches!(known, TokenTypeHint::AccessToken));
/// assert_eq!(known.as_str(), "access_token");
///
/// let other = TokenTypeHint::from("device_token");
/// assert!(matches!(&other, TokenTypeHint::Other(text) if text == "device_token"));
/// assert_eq!(other, "device_token");
///
/// assert_eq!(TokenTypeHint::VALUES, ["access_token", "refresh_token"]);
/// ```
///
/// The enum has the visibility, documentation and attributes given, is `#[non_exhaustive]`, and gets:
///
/// - `as_str()`, the text that is sent, and `VALUES`, the known texts in the order of the declaration;
/// - `From<&str>`, `From<String>` and `From<&String>`, which give the variant wherever there is one: a known text does
///   not end up in `Other`;
/// - `Clone`, and `PartialEq`, `Eq` and `Hash` by the text, also against `str` and `&str`;
/// - `Display` and `Debug`, which show the text with control characters escaped and cut it when it is long;
/// - `AsRef<str>`, and serde's `Serialize` and `Deserialize` as a string;
/// - [`Parameter`](crate::Parameter), and [`Optional`](crate::Optional) from `&str`, `&String` and `String`.
///
/// Where upper and lower case do not matter, say so with `#[ignore_case]` between the documentation and other
/// attributes. ASCII letters are then compared without regard to case, and `as_str()` of a known value is the text as
/// declared:
///
/// ```
/// oauth_runtime::open_enum! {
///     /// How the token is used.
///     #[ignore_case]
///     pub(crate) enum TokenType {
///         /// Whoever has the token may use it.
///         Bearer = "Bearer",
///     }
/// }
///
/// assert!(matches!(TokenType::from("BEARER"), TokenType::Bearer));
/// assert_eq!(TokenType::from("BEARER").as_str(), "Bearer");
/// assert_eq!(TokenType::from("MAC").as_str(), "MAC");
/// assert_eq!(TokenType::from("MAC"), "mac");
/// ```
///
/// `#[cfg(…)]` goes in front of the macro, not on the enum or on a variant.
#[macro_export]
macro_rules! open_enum {
    (
        $(#[doc = $doc:expr])*
        #[ignore_case]
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$variant_attribute:meta])* $variant:ident = $text:literal),+ $(,)?
        }
    ) => {
        $crate::__private::known_values! {
            [$crate] @declare ignoring_case
            [$(#[doc = $doc])* $(#[$attribute])*] [$visibility] $name
            $([$(#[$variant_attribute])*] $variant $text)+
        }
    };
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$variant_attribute:meta])* $variant:ident = $text:literal),+ $(,)?
        }
    ) => {
        $crate::__private::known_values! {
            [$crate] @declare exact
            [$(#[$attribute])*] [$visibility] $name
            $([$(#[$variant_attribute])*] $variant $text)+
        }
    };
    (
        @declare $comparison:ident
        [$($attributes:tt)*] [$visibility:vis] $name:ident
        $([$($variant_attributes:tt)*] $variant:ident $text:literal)+
    ) => {
        $($attributes)*
        #[derive(::core::clone::Clone)]
        #[non_exhaustive]
        $visibility enum $name {
            $($($variant_attributes)* $variant,)+
            /// Any other value, kept as it came.
            Other(::std::string::String),
        }

        #[allow(dead_code, deprecated, reason = "not every enum needs every method; deprecated values are still read")]
        impl $name {
            /// The known values, in the order of their declaration.
            $visibility const VALUES: &'static [&'static str] = &[$($text),+];

            /// Returns the text of the value, as it is sent.
            #[must_use]
            $visibility fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(text) => text.as_str(),
                }
            }

            fn __known(text: &str) -> ::core::option::Option<Self> {
                $(if $crate::__private::open_enum::$comparison::same(text, $text) {
                    return ::core::option::Option::Some(Self::$variant);
                })+
                ::core::option::Option::None
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match Self::__known(text) {
                    ::core::option::Option::Some(known) => known,
                    ::core::option::Option::None => Self::Other(::std::string::String::from(text)),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                match Self::__known(text.as_str()) {
                    ::core::option::Option::Some(known) => known,
                    ::core::option::Option::None => Self::Other(text),
                }
            }
        }

        impl ::core::convert::From<&::std::string::String> for $name {
            fn from(text: &::std::string::String) -> Self {
                <Self as ::core::convert::From<&str>>::from(text.as_str())
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::open_enum::display(self.as_str(), f)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::open_enum::debug(self.as_str(), f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::open_enum::$comparison::same(self.as_str(), other.as_str())
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                $crate::__private::open_enum::$comparison::hash(self.as_str(), state);
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                $crate::__private::open_enum::$comparison::same(self.as_str(), other)
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                $crate::__private::open_enum::$comparison::same(self.as_str(), other)
            }
        }

        impl $crate::Parameter for $name {
            fn text(&self) -> $crate::ParameterText<'_> {
                <$crate::ParameterText<'_> as ::core::convert::From<&str>>::from(self.as_str())
            }
        }

        impl $crate::Optional<$name> for &str {
            fn into_option(self) -> ::core::option::Option<$name> {
                ::core::option::Option::Some(<$name as ::core::convert::From<&str>>::from(self))
            }
        }

        impl $crate::Optional<$name> for &::std::string::String {
            fn into_option(self) -> ::core::option::Option<$name> {
                ::core::option::Option::Some(<$name as ::core::convert::From<&str>>::from(self.as_str()))
            }
        }

        impl $crate::Optional<$name> for ::std::string::String {
            fn into_option(self) -> ::core::option::Option<$name> {
                ::core::option::Option::Some(<$name as ::core::convert::From<::std::string::String>>::from(self))
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::__private::serde::Serializer,
            {
                $crate::__private::serde::Serializer::serialize_str(serializer, self.as_str())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::__private::serde::Deserializer<'de>,
            {
                $crate::__private::open_enum::deserialize(deserializer)
            }
        }
    };
}

/// What the expansion calls.
#[doc(hidden)]
#[allow(missing_docs, clippy::missing_errors_doc, reason = "for the expansion only")]
pub mod support {
    use std::fmt;
    use std::marker::PhantomData;

    use serde::de::{self, Deserializer, Visitor};

    use crate::secret::escape::Escaped;

    /// Shows a value for people.
    pub fn display(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Escaped(text), f)
    }

    /// Shows a value for programmers.
    pub fn debug(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&Escaped(text), f)
    }

    /// Reads a value from a string, allocating only for unknown ones.
    pub fn deserialize<'de, D, T>(deserializer: D) -> Result<T, D::Error>
    where
        D: Deserializer<'de>,
        T: for<'a> From<&'a str> + From<String>,
    {
        deserializer.deserialize_string(ValueVisitor(PhantomData))
    }

    struct ValueVisitor<T>(PhantomData<T>);

    impl<T: for<'a> From<&'a str> + From<String>> Visitor<'_> for ValueVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            Ok(T::from(text))
        }

        fn visit_string<E: de::Error>(self, text: String) -> Result<T, E> {
            Ok(T::from(text))
        }
    }

    /// Values that differ when their upper and lower case letters differ.
    pub mod exact {
        use std::hash::{Hash, Hasher};

        #[must_use]
        pub fn same(one: &str, other: &str) -> bool {
            one == other
        }

        pub fn hash<H: Hasher>(text: &str, state: &mut H) {
            text.hash(state);
        }
    }

    /// Values that are the same whatever the case of their ASCII letters.
    pub mod ignoring_case {
        use std::hash::Hasher;

        #[must_use]
        pub fn same(one: &str, other: &str) -> bool {
            one.eq_ignore_ascii_case(other)
        }

        pub fn hash<H: Hasher>(text: &str, state: &mut H) {
            text.bytes().for_each(|byte| state.write_u8(byte.to_ascii_lowercase()));
            state.write_u8(0xff);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};

    use crate::{Optional, Parameter};

    crate::open_enum! {
        /// Which kind of token it is.
        ///
        /// Two paragraphs.
        #[derive(Default)]
        pub(crate) enum TokenTypeHint {
            /// An access token.
            #[default]
            AccessToken = "access_token",
            /// A refresh token.
            #[doc(alias = "refresh")]
            RefreshToken = "refresh_token",
        }
    }

    crate::open_enum! {
        /// How a token is used.
        #[ignore_case]
        #[allow(clippy::upper_case_acronyms, reason = "attributes after ours are kept")]
        enum TokenType {
            /// Whoever has it.
            Bearer = "Bearer",
            MAC = "mac"
        }
    }

    fn hash(value: impl Hash) -> u64 {
        BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
    }

    #[test]
    fn known_values_become_variants() {
        for text in TokenTypeHint::VALUES {
            for value in [
                TokenTypeHint::from(*text),
                TokenTypeHint::from((*text).to_owned()),
                TokenTypeHint::from(&(*text).to_owned()),
                serde_json::from_value(serde_json::json!(text)).unwrap(),
                serde_json::from_str(&format!("{text:?}")).unwrap(),
                serde_json::from_reader(format!("{text:?}").as_bytes()).unwrap(),
            ] {
                assert!(!matches!(value, TokenTypeHint::Other(_)), "{text}");
                assert_eq!(value.as_str(), *text);
            }
        }
    }

    #[test]
    fn other_values_are_kept() {
        for text in ["", "Access_Token", "access_token ", "é\n"] {
            let value = TokenTypeHint::from(text);
            assert!(matches!(&value, TokenTypeHint::Other(kept) if kept == text));
            assert_eq!(serde_json::to_value(&value).unwrap(), serde_json::json!(text));
            assert_eq!(value, text);
            assert_eq!(value, *text);
            assert_eq!(value.as_ref(), text);
            assert_eq!(value.text().as_str(), text);
        }
        assert!(serde_json::from_str::<TokenTypeHint>("1").is_err());
    }

    #[test]
    fn equality_and_hash_go_by_text() {
        let by_hand = TokenTypeHint::Other("access_token".into());
        assert_eq!(by_hand, TokenTypeHint::AccessToken);
        assert_eq!(hash(&by_hand), hash(&TokenTypeHint::AccessToken));
        assert_ne!(TokenTypeHint::from("ACCESS_TOKEN"), TokenTypeHint::AccessToken);
        assert_eq!(TokenTypeHint::default(), TokenTypeHint::AccessToken);
    }

    #[test]
    fn case_can_be_ignored() {
        for text in ["bearer", "Bearer", "BEARER", "bEARER"] {
            assert!(matches!(TokenType::from(text), TokenType::Bearer), "{text}");
            assert!(matches!(TokenType::from(text.to_owned()), TokenType::Bearer), "{text}");
            assert_eq!(TokenType::Bearer, text);
            assert_eq!(TokenType::from(text).as_str(), "Bearer");
        }
        assert!(matches!(TokenType::from("Mac"), TokenType::MAC));
        let others =
            [TokenType::from("PoP"), TokenType::from("pop"), TokenType::Other("POP".into())];
        assert_eq!(others[0], others[1]);
        assert_eq!(others[0].as_str(), "PoP");
        for other in &others {
            assert_eq!(hash(other), hash(&others[0]));
            assert_eq!(other, &others[0]);
        }
        assert_eq!(TokenType::VALUES, ["Bearer", "mac"]);
    }

    #[test]
    fn optional_setters_take_texts() {
        fn set(value: impl Optional<TokenTypeHint>) -> Option<TokenTypeHint> {
            value.into_option()
        }
        let expected = Some(TokenTypeHint::RefreshToken);
        assert_eq!(set("refresh_token"), expected);
        assert_eq!(set("refresh_token".to_owned()), expected);
        let owned = "refresh_token".to_owned();
        assert_eq!(set(&owned), expected);
        assert_eq!(set(TokenTypeHint::RefreshToken), expected);
        assert_eq!(set(expected.clone()), expected);
        assert_eq!(set(None), None);
    }

    #[test]
    fn output_is_one_short_line() {
        let value = TokenTypeHint::from("a\n\u{1b}\u{202e}");
        assert_eq!(value.to_string(), r"a\n\u{1b}\u{202e}");
        assert_eq!(format!("{value:?}"), r#""a\n\u{1b}\u{202e}""#);
        assert_eq!(
            format!("{:?} {0}", TokenTypeHint::AccessToken),
            r#""access_token" access_token"#
        );
        assert_eq!(TokenTypeHint::from("x".repeat(9999)).to_string().chars().count(), 201);
    }

    #[test]
    fn enums_inside_functions_work() {
        crate::open_enum! {
            enum Local { One = "1" }
        }
        assert_eq!(Local::from("1"), Local::One);
    }

    /// Nothing is in scope here, and names of the prelude mean something else.
    mod bare {
        #![no_implicit_prelude]
        #![deny(missing_docs, warnings)]

        #[allow(dead_code, reason = "in the way on purpose")]
        struct String;
        #[allow(dead_code, reason = "in the way on purpose")]
        struct Option;

        crate::open_enum! {
            /// Documented.
            pub(super) enum Bare {
                /// One.
                One = "one",
            }
        }
        crate::open_enum! {
            /// Documented.
            #[ignore_case]
            pub(super) enum Insensitive {
                /// One.
                One = "one",
            }
        }

        #[test]
        fn works_without_a_prelude() {
            ::std::assert_eq!(<Bare as ::std::convert::From<&str>>::from("one"), Bare::One);
            ::std::assert_eq!(
                <Insensitive as ::std::convert::From<&str>>::from("ONE"),
                Insensitive::One
            );
        }
    }
}
