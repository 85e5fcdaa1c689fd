//! Runs a command: prints it before, its duration after, and on failure how to repeat it.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Runs a command in the root, with its output on the terminal.
///
/// # Errors
/// If it cannot be started or fails.
pub fn run(name: &str, command: &mut Command) -> Result<(), String> {
    println!("\n── {name}");
    let began = Instant::now();
    let status = command.status().map_err(|e| format!("✗ {name}: {} cannot be started: {e}", shown(command)))?;
    let seconds = began.elapsed().as_secs_f64();
    if status.success() {
        println!("✓ {name}: {seconds:.1} s");
        Ok(())
    } else {
        Err(format!("✗ {name}: failed after {seconds:.1} s; alone: {}", shown(command)))
    }
}

/// A command in a folder under the root.
#[must_use]
pub fn command(root: &Path, folder: &str, program: &str, words: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root.join(folder)).args(words);
    command
}

/// The output of a command.
///
/// # Errors
/// If it cannot be started or fails, with its stderr.
pub fn output(command: &mut Command) -> Result<Vec<u8>, String> {
    let made = command.output().map_err(|e| format!("{} cannot be started: {e}", shown(command)))?;
    if made.status.success() {
        Ok(made.stdout)
    } else {
        Err(format!("{}: {}", shown(command), String::from_utf8_lossy(&made.stderr).trim()))
    }
}

/// Whether a program answers a request for its version.
#[must_use]
pub fn answers(program: &str, words: &[&str]) -> bool {
    Command::new(program).args(words).output().is_ok_and(|o| o.status.success())
}

/// The command line as text.
fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|a| a.to_string_lossy().into_owned()));
    let line = words.join(" ");
    match command.get_current_dir().and_then(Path::file_name) {
        Some(folder) if folder == "web" => format!("cd web && {line}"),
        _ => line,
    }
}
