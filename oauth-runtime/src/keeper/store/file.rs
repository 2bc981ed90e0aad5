//! A store in files: for the processes of one machine.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{fmt, thread};

use secrecy::zeroize::Zeroizing;

use crate::keeper::clock::{Moment, millis, moment};
use crate::keeper::store::seal::Seal;
use crate::keeper::store::{Committed, Lease, LoginId, Store, StoreError, StoreFuture, Stored};

/// Keeps logins in the files of a folder, for the processes of one machine.
///
/// Each login has a file for its record, readable by this user alone, and two for locks, which are the kernel's: a process that
/// is killed has none any more. A record is written beside the old one, synced and renamed, so that it is whole whenever it is
/// read.
///
/// **Not for NFS** and other network file systems, on which locks and renames do not hold what they hold on a disk. For several
/// machines there is `RedisStore`.
///
/// ```
/// # fn example(folder: &str) -> std::io::Result<()> {
/// let store = oauth_runtime::keeper::FileStore::at(folder)?;
/// # drop(store);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct FileStore {
    folder: Arc<Path>,
    seal: Option<Arc<dyn Seal>>,
}

/// How long another process may take to write a few bytes.
const LONGEST_GUARD: Duration = Duration::from_secs(10);

/// The beginning of a record's file.
const HEAD: &str = "oauth-keeper 1 ";

impl FileStore {
    /// Makes a store in this folder, which is made for this user alone where it is not there.
    ///
    /// # Errors
    ///
    /// What the file system says; and [`io::ErrorKind::PermissionDenied`] where others may write into the folder.
    pub fn at(folder: impl AsRef<Path>) -> io::Result<Self> {
        let folder = folder.as_ref();
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
        let folder = folder.canonicalize()?;
        #[cfg(unix)]
        if std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&folder)?.permissions()) & 0o022
            != 0
        {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "others may write into the folder of the logins",
            ));
        }
        Ok(Self { folder: folder.into(), seal: None })
    }

    /// Has records sealed before they are written.
    #[must_use]
    pub fn sealed(mut self, seal: impl Seal) -> Self {
        self.seal = Some(Arc::new(seal));
        self
    }

    /// Does some work with the files of a login, where it disturbs nobody.
    fn with<T: Send + 'static>(
        &self,
        login: &LoginId,
        work: impl FnOnce(&Files) -> Result<T, StoreError> + Send + 'static,
    ) -> StoreFuture<'static, T> {
        let base = self.folder.join(login.to_string());
        let files = Files {
            login: *login,
            folder: Arc::clone(&self.folder),
            base,
            seal: self.seal.clone(),
        };
        Box::pin(async move { tokio::task::spawn_blocking(move || work(&files)).await? })
    }
}

impl Store for FileStore {
    fn load<'a>(&'a self, login: &'a LoginId) -> StoreFuture<'a, Stored> {
        self.with(login, Files::load)
    }

    fn lease<'a>(&'a self, login: &'a LoginId, time: Duration) -> StoreFuture<'a, Option<Lease>> {
        self.with(login, move |files| Ok(files.lease(time)?))
    }

    fn commit<'a>(
        &'a self,
        login: &'a LoginId,
        lease: Option<&'a Lease>,
        generation: u64,
        record: &'a [u8],
    ) -> StoreFuture<'a, Committed> {
        let fence = lease.map(Lease::fence);
        let record = Zeroizing::new(record.to_vec());
        self.with(login, move |files| files.commit(fence, generation, &record))
    }

    fn release<'a>(&'a self, _: &'a LoginId, lease: Lease) -> StoreFuture<'a, ()> {
        // Its file is unlocked when it is closed.
        drop(lease);
        Box::pin(std::future::ready(Ok(())))
    }
}

/// The files of one login.
struct Files {
    login: LoginId,
    folder: Arc<Path>,
    base: PathBuf,
    seal: Option<Arc<dyn Seal>>,
}

/// The newest lease, as its file has it.
struct Leased {
    fence: u64,
    until: Moment,
}

impl Files {
    fn path(&self, extension: &str) -> PathBuf {
        self.base.with_extension(extension)
    }

    /// The record as it was renamed into its place: whole, without any lock.
    fn load(&self) -> Result<Stored, StoreError> {
        let bytes = match fs::read(self.path("token")) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Stored::default()),
            Err(error) => return Err(error.into()),
        };
        let (generation, record) = split(&bytes).ok_or("the file is no record of a keeper")?;
        let record = match &self.seal {
            Some(seal) => seal.open(record, &self.login)?,
            None => record.to_vec(),
        };
        Ok(Stored::new(generation, record))
    }

    /// Takes the lease: the lock of a file that says until when. Where somebody has the lock beyond that, they are not running,
    /// and the file is replaced under them.
    fn lease(&self, time: Duration) -> io::Result<Option<Lease>> {
        let _guard = self.guard()?;
        let path = self.path("lease");
        let mut file = open(&path)?;
        let now = moment(crate::clock::now());
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                if now < read_lease(&mut file)?.until {
                    return Ok(None);
                }
                let fence = read_lease(&mut file)?.fence;
                let beside = self.path("lease-new");
                remove_if_there(&beside)?;
                let mut newer = open(&beside)?;
                newer.try_lock()?;
                write_lease(&mut newer, &Leased { fence, until: 0 })?;
                fs::rename(&beside, &path)?;
                file = newer;
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let fence = read_lease(&mut file)?.fence + 1;
        write_lease(&mut file, &Leased { fence, until: now.saturating_add(millis(time)) })?;
        Ok(Some(Lease::holding(fence, file)))
    }

    fn commit(
        &self,
        fence: Option<u64>,
        generation: u64,
        record: &[u8],
    ) -> Result<Committed, StoreError> {
        let sealed = match &self.seal {
            Some(seal) => seal.seal(record, &self.login)?,
            None => record.to_vec(),
        };
        let sealed = Zeroizing::new(sealed);
        let _guard = self.guard()?;
        let path = self.path("token");
        if generation_of(&path)? != generation {
            return Ok(Committed::Refused);
        }
        if let Some(fence) = fence
            && read_lease(&mut open(&self.path("lease"))?)?.fence != fence
        {
            return Ok(Committed::Refused);
        }
        let beside = self.path("token-new");
        // One that a killed process left may be readable by others.
        remove_if_there(&beside)?;
        let mut file = open(&beside)?;
        file.write_all(format!("{HEAD}{}\n", generation + 1).as_bytes())?;
        file.write_all(&sealed)?;
        file.sync_all()?;
        fs::rename(&beside, &path)?;
        // Without it, the name may still be that of the old record after the power fails.
        #[cfg(unix)]
        File::open(&self.folder)?.sync_all()?;
        Ok(Committed::Stored)
    }

    /// Waits until no other process changes the files of this login, which takes each of them a moment.
    fn guard(&self) -> io::Result<File> {
        let file = open(&self.path("lock"))?;
        let started = Instant::now();
        let mut pause = Duration::from_micros(200);
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) if started.elapsed() > LONGEST_GUARD => {
                    return Err(io::Error::new(
                        io::ErrorKind::TimedOut,
                        "another process changes the login, and does not end",
                    ));
                }
                Err(TryLockError::WouldBlock) => thread::sleep(pause),
            }
            pause = (pause * 2).min(Duration::from_millis(20));
        }
    }
}

/// Opens a file for this user alone, and makes it where it is not there.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Takes a record's file apart.
fn split(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (head, rest) = bytes.split_at_checked(end)?;
    let generation = str::from_utf8(head).ok()?.strip_prefix(HEAD)?.parse().ok()?;
    Some((generation, rest.get(1..)?))
}

/// The generation of a record; 0 where there is none.
fn generation_of(path: &Path) -> Result<u64, StoreError> {
    let mut head = Vec::new();
    match File::open(path) {
        Ok(file) => file.take(64).read_to_end(&mut head)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error.into()),
    };
    let (generation, _) = split(&head).ok_or("the file is no record of a keeper")?;
    Ok(generation)
}

/// Reads the newest lease; an empty file is that of none.
fn read_lease(file: &mut File) -> io::Result<Leased> {
    let mut text = String::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(64).read_to_string(&mut text)?;
    if text.is_empty() {
        return Ok(Leased { fence: 0, until: 0 });
    }
    let numbers = text.trim().split_once(' ');
    let leased = numbers.and_then(|(fence, until)| {
        Some(Leased { fence: fence.parse().ok()?, until: until.parse().ok()? })
    });
    leased.ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidData, "the file is no lease of a keeper")
    })
}

/// Writes a lease in one piece of always the same length: a process that is killed leaves the old one or the new one.
fn write_lease(file: &mut File, leased: &Leased) -> io::Result<()> {
    let text = format!("{:020} {:020}\n", leased.fence, leased.until.max(0));
    file.seek(SeekFrom::Start(0))?;
    file.write_all(text.as_bytes())
}

impl fmt::Debug for FileStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileStore")
            .field("folder", &self.folder)
            .field("is_sealed", &self.seal.is_some())
            .finish()
    }
}
