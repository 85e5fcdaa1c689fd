//! The files of the manual that ships, compiled in; a test compares this list with the folder.

/// The text of `manual/manual.toml`.
pub(super) const MANUAL: &str = include_str!("../../../../manual/manual.toml");

/// The text of `manual/danger.toml`.
pub(super) const DANGER: &str = include_str!("../../../../manual/danger.toml");

macro_rules! kinds {
    ($($path:literal),* $(,)?) => { &[$(($path, include_str!(concat!("../../../../manual/", $path)))),*] };
}

/// Every kind, `(path under manual/, text)`.
pub(super) const KINDS: &[(&str, &str)] = kinds![
    "kinds/environment/black-water.md",
    "kinds/environment/cooking-fumes.md",
    "kinds/environment/garbage-overflow.md",
    "kinds/environment/pests.md",
    "kinds/environment/rubbish-piled.md",
    "kinds/environment/sewage-overflow.md",
    "kinds/facilities/accessibility.md",
    "kinds/facilities/fitness-equipment.md",
    "kinds/facilities/manhole-cover-missing.md",
    "kinds/facilities/public-toilet.md",
    "kinds/facilities/road-damage.md",
    "kinds/facilities/street-light-out.md",
    "kinds/housing/elevator-fault.md",
    "kinds/housing/elevator-trapped.md",
    "kinds/housing/facade-falling.md",
    "kinds/housing/gas-smell.md",
    "kinds/housing/property-service.md",
    "kinds/housing/renovation.md",
    "kinds/housing/unauthorised-building.md",
    "kinds/housing/utility-outage.md",
    "kinds/housing/water-leak.md",
    "kinds/noise/commercial-noise.md",
    "kinds/noise/construction-noise.md",
    "kinds/noise/household-noise.md",
    "kinds/parking/abandoned-vehicle.md",
    "kinds/parking/charging-post.md",
    "kinds/parking/fire-lane-blocked.md",
    "kinds/parking/parking-disorder.md",
    "kinds/neighbours/neighbour-dispute.md",
    "kinds/safety/corridor-clutter.md",
    "kinds/safety/crowded-rental.md",
    "kinds/safety/ebike-indoor-charging.md",
    "kinds/safety/falling-objects.md",
    "kinds/safety/fire-hydrant.md",
    "kinds/care/child-care-concern.md",
    "kinds/care/disability-service.md",
    "kinds/care/elder-living-alone.md",
    "kinds/care/hardship-support.md",
    "kinds/care/missing-person.md",
    "kinds/health/chronic-follow-up.md",
    "kinds/health/family-doctor-booking.md",
    "kinds/health/vaccination.md",
    "kinds/policy/housing-security.md",
    "kinds/policy/residence-permit.md",
    "kinds/policy/school-enrolment.md",
    "kinds/policy/senior-benefits.md",
    "kinds/policy/social-insurance.md",
    "kinds/space/activity-venue.md",
    "kinds/space/garden-adoption.md",
    "kinds/space/idle-space.md",
    "kinds/pets/dog-barking.md",
    "kinds/pets/dog-unleashed.md",
    "kinds/pets/stray-animals.md",
    "kinds/other/consultation.md",
    "kinds/other/other.md",
    "kinds/other/thanks-suggestion.md",
];
