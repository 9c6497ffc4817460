//! Enums whose variants have a name as text, from one list.

/// Makes an enum of a list of variants and their names: the names as text,
/// reading them back, and a JSON form that is the name.
macro_rules! named {
    ($(#[$outer:meta])* $kind:ident { $($(#[$inner:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Deserialize)]
        pub enum $kind {
            $($(#[$inner])* #[serde(rename = $name)] $variant,)*
        }

        impl $kind {
            /// All there are.
            pub const ALL: &'static [$kind] = &[$($kind::$variant,)*];

            /// The name, as JSON has it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($kind::$variant => $name,)*
                }
            }

            /// The one of this name.
            pub fn of(name: &str) -> Option<$kind> {
                $kind::ALL.iter().copied().find(|known| known.as_str() == name)
            }
        }

        // As derived, but by one call for all variants: a list of two hundred
        // names is kilobytes of code else.
        impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_unit_variant(stringify!($kind), *self as u32, self.as_str())
            }
        }

        impl std::fmt::Display for $kind {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use named;
