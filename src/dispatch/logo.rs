//! The logo: a file becomes a blob of the book, and a blob a picture.

use ledger::base64;
use ledger::look::{LOGO_BYTES_MAX, Logo, LogoProblem};

use super::{Dispatcher, NotDone};
use crate::platform::files::ChosenFile;
use crate::platform::picture;
use crate::state::Mode;
use crate::store::Failure;

/// Why a file did not become the logo. The one there was stays.
#[derive(Clone, PartialEq, Debug)]
pub enum LogoFailure {
    Refused(LogoProblem),
    Unreadable(String),
    NotDone(NotDone),
}

impl Dispatcher {
    /// Checks a chosen file and keeps its bytes with the book. It becomes the
    /// logo when the business is saved with it; until then, and after another
    /// one took its place, it is a blob that an earlier or later entry names.
    ///
    /// # Errors
    /// [`LogoFailure`]; nothing was kept.
    pub async fn keep_logo(&self, file: &ChosenFile) -> Result<Logo, LogoFailure> {
        let session = self
            .session()
            .ok_or(LogoFailure::NotDone(NotDone::ReadOnly))?;
        if session.view().mode != Mode::Writable {
            return Err(LogoFailure::NotDone(NotDone::ReadOnly));
        }
        let mut bytes = Vec::new();
        let mut chunks = file.chunks();
        // One byte more says that there are too many.
        while bytes.len() <= LOGO_BYTES_MAX {
            let chunk = chunks.next().await;
            let chunk = chunk.map_err(|error| LogoFailure::Unreadable(error.to_string()))?;
            let Some(mut chunk) = chunk else {
                break;
            };
            bytes.append(&mut chunk);
        }
        let logo = Logo::of(&bytes).map_err(LogoFailure::Refused)?;
        if !picture::can_be_shown(&bytes, logo.format.media_type()).await {
            return Err(LogoFailure::Refused(LogoProblem::Damaged));
        }
        let kept = session.store().put_blob(&bytes).await;
        kept.map_err(|failure| LogoFailure::NotDone(failure.into()))?;
        session
            .pictures
            .borrow_mut()
            .insert(logo.hash, bytes.into());
        Ok(logo)
    }

    /// The address of a logo for an `<img>`; `None` where its bytes are not
    /// there.
    ///
    /// # Errors
    /// A [`Failure`] of the store, also where the bytes are others.
    pub async fn logo_address(&self, logo: &Logo) -> Result<Option<String>, Failure> {
        let Some(session) = self.session() else {
            return Ok(None);
        };
        let Some(bytes) = session.store().blob(&logo.hash).await? else {
            return Ok(None);
        };
        let mut address = format!("data:{};base64,", logo.format.media_type()).into_bytes();
        base64::write(&bytes, &mut address);
        Ok(String::from_utf8(address).ok())
    }
}
