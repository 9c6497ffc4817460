//! What is said beside a country's taxes: what they are called, and what
//! Owed cannot do there. As known in June 2025; a user checks.

use ledger::date::Date;
use ledger::tax::preset::Role;

use super::format;

/// What a tax of a preset is for; empty where its name says all.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Standard => "",
        Role::Reduced => words::taxes::role_reduced(),
        Role::Zero => words::taxes::role_zero(),
        Role::SmallBusiness => words::taxes::role_small_business(),
        Role::ReverseCharge => words::taxes::role_reverse_charge(),
        Role::IntraCommunity => words::taxes::role_eu_goods(),
        Role::Export => words::taxes::role_export(),
    }
}

/// What a country asks for that Owed does not do, with the law where it is not
/// named by what it asks for.
pub fn limits(country: &str) -> &'static str {
    match country {
        "AT" => words::taxes::limit_at(),
        "AU" | "NZ" => words::taxes::limit_au_nz(),
        "BE" => words::taxes::limit_be(),
        "BG" => words::taxes::limit_bg(),
        "CA" => words::taxes::limit_ca(),
        "CH" | "LI" => words::taxes::limit_ch_li(),
        "CY" | "MT" => words::taxes::limit_cy_mt(),
        "CZ" => words::taxes::limit_cz(),
        "DE" => words::taxes::limit_de(),
        "DK" => words::taxes::limit_dk(),
        "EE" => words::taxes::limit_ee(),
        "ES" => words::taxes::limit_es(),
        "FI" | "SE" | "NO" | "NL" | "LU" | "IE" => words::taxes::limit_peppol(),
        "FR" => words::taxes::limit_fr(),
        "GB" => words::taxes::limit_gb(),
        "GR" => words::taxes::limit_gr(),
        "HR" => words::taxes::limit_hr(),
        "HU" => words::taxes::limit_hu(),
        "IT" => words::taxes::limit_it(),
        "LT" => words::taxes::limit_lt(),
        "LV" => words::taxes::limit_lv(),
        "PL" => words::taxes::limit_pl(),
        "PT" => words::taxes::limit_pt(),
        "RO" => words::taxes::limit_ro(),
        "SG" => words::taxes::limit_sg(),
        "SI" => words::taxes::limit_si(),
        "SK" => words::taxes::limit_sk(),
        "US" => words::taxes::limit_us(),
        _ => words::taxes::limit_unknown(),
    }
}

/// What holds for all of them.
pub fn check() -> &'static str {
    words::taxes::check()
}

/// Year and month in words: 2025-06 is June 2025.
pub fn month(checked: &str) -> String {
    let first: Option<Date> = format!("{checked}-01").parse().ok();
    first.map_or_else(|| checked.to_owned(), |first| format::month(first, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_month_stays_as_it_is() {
        assert_eq!(month("2025"), "2025");
    }

    /// Each is said of a country that has a preset.
    #[test]
    fn clearance_certified_software_and_networks_are_named() {
        for (country, named) in [
            ("IT", "SdI"),
            ("FR", "approved platforms"),
            ("ES", "Veri*Factu"),
            ("PT", "certified"),
            ("PL", "KSeF"),
            ("BE", "Peppol"),
            ("LT", "i.SAF"),
            ("SK", "eKasa"),
            ("IS", "Ask an adviser"),
            ("ZA", "Ask an adviser"),
        ] {
            assert!(limits(country).contains(named), "{country}");
            assert!(ledger::tax::preset::of(country, "").is_some());
        }
    }
}
