//! Colour profiles: a profile is copied only if every part of it is well-formed. How a file format contains a profile is checked elsewhere.

/// The largest colour profile in bytes: profiles for printing inks have about half a megabyte.
pub(super) const MOST: usize = 2 * 1024 * 1024;
const HEADER: usize = 128;
/// Tags that describe colours. Calibration dates, measurements of the device and makers' own tags are not among them.
const TAGS: &[&[u8; 4]] = &[
    b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"D2B0", b"D2B1", b"D2B2", b"D2B3", b"B2D0", b"B2D1",
    b"B2D2", b"B2D3", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"wtpt", b"bkpt", b"chad",
    b"chrm", b"cicp", b"clro", b"clrt", b"cprt", b"desc", b"dmnd", b"dmdd", b"gamt", b"lumi", b"meas", b"pre0",
    b"pre1", b"pre2", b"rig0", b"rig2", b"tech", b"view", b"vued",
];

/// Whether the bytes are a profile, and nothing else.
pub(super) fn is_real(bytes: &[u8]) -> bool {
    let number = |at: usize| usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok();
    let tag = |n: usize| {
        let at = HEADER + 4 + n * 12;
        let (name, start, length) = (bytes.get(at..at + 4)?, number(at + 4)?, number(at + 8)?);
        let inside = start >= HEADER && start.checked_add(length)? <= bytes.len();
        Some(inside && TAGS.iter().any(|known| known.as_slice() == name))
    };
    bytes.len() <= MOST
        && number(0) == Some(bytes.len())
        && bytes.get(36..40) == Some(b"acsp")
        && number(HEADER).is_some_and(|tags| (1..=100).contains(&tags) && (0..tags).all(|n| tag(n) == Some(true)))
}
