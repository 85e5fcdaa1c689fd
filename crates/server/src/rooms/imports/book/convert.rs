//! LibreOffice, if installed, converts formats that this program cannot read (an old .et of WPS, .xlsb) to .xlsx. It runs in a folder of
//! its own with a profile of its own, without a shell, with a time limit, and its process group is killed at the end.

use std::fs::File;
use std::io::{Seek as _, SeekFrom};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::web::Refusal;

/// Time limit.
pub const TIME: Duration = Duration::from_secs(60);
/// The most bytes of the result.
const OUT_BYTES: u64 = 256 * 1024 * 1024;

/// Finds a program: by a name with a path, or on the path of programs.
pub fn find(name: &str) -> Option<PathBuf> {
    if name.contains('/') {
        return Some(PathBuf::from(name)).filter(|path| path.is_file());
    }
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| !name.is_empty() && path.is_file())
}

fn internal(e: &std::io::Error) -> Refusal {
    Refusal::Internal(format!("converter: {e}"))
}

/// Converts a file to .xlsx; `None` if the program did not succeed in time. Blocks.
///
/// # Errors
/// If there is no space for its files.
pub fn to_xlsx(file: &mut File, ending: &str, program: &Path, time: Duration) -> Result<Option<File>, Refusal> {
    let folder = tempfile::tempdir().map_err(|e| internal(&e))?;
    let (from, out) = (folder.path().join(format!("table.{ending}")), folder.path().join("out"));
    file.seek(SeekFrom::Start(0)).map_err(|e| internal(&e))?;
    std::io::copy(file, &mut File::create(&from).map_err(|e| internal(&e))?).map_err(|e| internal(&e))?;
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let run = Command::new(program)
        .args(["--headless", "--norestore", "--nolockcheck", "--convert-to", "xlsx", "--outdir"])
        .args([out.as_os_str(), profile.as_ref(), from.as_os_str()])
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .envs(["HOME", "TMPDIR"].map(|name| (name, folder.path())))
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn();
    let mut run = match run {
        Ok(run) => run,
        Err(error) => {
            tracing::warn!(%error, program = %program.display(), "the converter of workbooks could not be run");
            return Ok(None);
        }
    };
    let made = out.join("table.xlsx");
    let done = wait(&mut run, time, &made);
    end(&mut run);
    if !done {
        tracing::warn!(program = %program.display(), "the converter of workbooks failed or took too long");
        return Ok(None);
    }
    // The open file stays readable after its folder is deleted.
    Ok(File::open(made).ok())
}

/// Waits for its end; returns whether it succeeded.
fn wait(run: &mut Child, time: Duration, made: &Path) -> bool {
    let until = Instant::now() + time;
    let size = || std::fs::metadata(made).map_or(0, |m| m.len());
    while Instant::now() < until && size() <= OUT_BYTES {
        match run.try_wait() {
            Ok(Some(status)) => return status.success() && (1..=OUT_BYTES).contains(&size()),
            Ok(None) => std::thread::sleep(Duration::from_millis(20)),
            Err(_) => return false,
        }
    }
    false
}

/// Kills it with all its child processes.
fn end(run: &mut Child) {
    let group = rustix::process::Pid::from_child(run);
    // It may have ended already.
    let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    let _ = run.wait();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
    use std::os::unix::fs::PermissionsExt as _;

    fn program(script: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("soffice");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
        (folder, path)
    }

    fn converted(script: &str, time: Duration) -> Option<String> {
        let (_folder, path) = program(script);
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"what came in").unwrap();
        let made = to_xlsx(&mut file, "et", &path, time).unwrap();
        made.map(|mut made| {
            let mut text = String::new();
            made.read_to_string(&mut text).unwrap();
            text
        })
    }

    #[test]
    fn what_the_program_makes_is_read() {
        let script =
            "test -z \"$LANG$USER\" || exit 1\nmkdir \"$7\" && { cat \"$9\"; echo \" $8\"; } > \"$7/table.xlsx\"";
        let made = converted(script, TIME).unwrap();
        assert!(made.starts_with("what came in -env:UserInstallation=file:///"), "{made}");
    }

    #[test]
    fn one_that_fails_makes_nothing_or_never_ends_is_told() {
        for script in ["exit 3", "exit 0"] {
            assert_eq!(converted(script, TIME), None, "{script}");
        }
        let begun = Instant::now();
        let (_folder, path) = program("sleep 600 & sleep 600");
        let mut file = tempfile::tempfile().unwrap();
        assert!(to_xlsx(&mut file, "et", &path, Duration::from_millis(200)).unwrap().is_none());
        assert!(begun.elapsed() < Duration::from_secs(30));
        assert!(find("/nowhere/soffice").is_none() && find("").is_none());
    }
}
