//! Taxes as countries have them, to begin with: rates, why no tax is charged,
//! what customers retain.
//!
//! Each country names its source and the day as of which its rates are stated
//! here. A preset is a start that the user edits: which rate is right for what
//! they sell, and whether they may charge none, is not known here, and no
//! preset claims compliance. What a country asks for besides is said by the
//! shell.

use super::{RetainedTax, Tax, TaxCategory};
use crate::money::Decimal;

/// What a country begins with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preset {
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// Year and month as of which the rates are stated.
    pub checked: &'static str,
    /// The law, or the official page, that has them.
    pub source: &'static str,
    pub offers: Vec<Offer>,
    pub retained: Vec<RetainedTax>,
}

/// A tax to choose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    pub role: Role,
    /// A province; empty for the whole country.
    pub region: &'static str,
    pub tax: Tax,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Standard,
    Reduced,
    Zero,
    /// Below a threshold, or in a scheme for the self-employed.
    SmallBusiness,
    ReverseCharge,
    IntraCommunity,
    Export,
}

/// Country, month, rates (the standard one first), source. In the EU those of
/// the mainland.
const RATES: &str = "\
AT|2025-06|20 13 10|UStG 1994, § 10 (ris.bka.gv.at)
AU|2025-06|10|A New Tax System (Goods and Services Tax) Act 1999; ato.gov.au, GST
BE|2025-06|21 12 6|Arrêté royal n° 20 du 20 juillet 1970; finances.belgium.be, Taux de TVA
BG|2025-06|20 9|ЗДДС, чл. 66; nra.bg
CH|2025-06|8.1 3.8 2.6|MWSTG, Art. 25; estv.admin.ch, Steuersätze
CY|2025-06|19 9 5 3|mof.gov.cy, Tax Department, VAT rates
CZ|2025-06|21 12|Zákon č. 235/2004 Sb., § 47; financnisprava.gov.cz
DE|2025-06|19 7|UStG, § 12 (gesetze-im-internet.de)
DK|2025-06|25|Momsloven, § 33; skat.dk
EE|2025-07|24 13 9|Käibemaksuseadus, § 15; emta.ee
ES|2025-06|21 10 4|Ley 37/1992, arts. 90 y 91; sede.agenciatributaria.gob.es
FI|2025-06|25.5 14 10|Arvonlisäverolaki, 84–85 a §; vero.fi
FR|2025-06|20 10 5.5 2.1|CGI, art. 278 à 281 nonies; impots.gouv.fr
GB|2025-06|20 5 0|Value Added Tax Act 1994, s. 2; gov.uk, VAT rates
GR|2025-06|24 13 6|Law 5144/2024 (VAT Code); aade.gr
HR|2025-06|25 13 5|Zakon o PDV-u, čl. 38; porezna-uprava.gov.hr
HU|2025-06|27 18 5|2007. évi CXXVII. törvény, 82. §; nav.gov.hu
IE|2025-06|23 13.5 9 0|VAT Consolidation Act 2010, s. 46; revenue.ie, VAT rates
IS|2025-06|24 11|Lög nr. 50/1988, 14. gr.; skatturinn.is
IT|2025-06|22 10 5 4|DPR 633/1972, art. 16; agenziaentrate.gov.it
LI|2025-06|8.1 3.8 2.6|MWSTG (LR 641.20), Art. 25; llv.li, Mehrwertsteuer
LT|2025-06|21 9 5|PVM įstatymas, 19 str.; vmi.lt
LU|2025-06|17 14 8 3|Loi TVA du 12 février 1979, art. 39; aed.public.lu
LV|2025-06|21 12 5|PVN likums, 41.–42. pants; vid.gov.lv
MT|2025-06|18 12 7 5|VAT Act (Cap. 406); mtca.gov.mt
NL|2025-06|21 9|Wet OB 1968, art. 9; belastingdienst.nl
NO|2025-06|25 15 12|Stortingets vedtak om merverdiavgift; skatteetaten.no
NZ|2025-06|15|Goods and Services Tax Act 1985, s. 8; ird.govt.nz
PL|2025-06|23 8 5|Ustawa o VAT, art. 41 i 146ef; podatki.gov.pl
PT|2025-06|23 13 6|CIVA, art. 18.º; info.portaldasfinancas.gov.pt
RO|2025-08|21 11|Codul fiscal, art. 291; anaf.ro
SE|2025-06|25 12 6|Mervärdesskattelagen (2023:200), 9 kap.; skatteverket.se
SG|2025-06|9|Goods and Services Tax Act 1993; iras.gov.sg
SI|2025-06|22 9.5 5|ZDDV-1, 41. člen; fu.gov.si
SK|2025-06|23 19 5|Zákon č. 222/2004 Z. z., § 27; financnasprava.sk
US|2025-06||The tax offices of the states: there is no federal sales tax
ZA|2025-06|15|Value-Added Tax Act 89 of 1991, s. 7; sars.gov.za";

/// Name in English and French, percent, province (2025-06: Nova Scotia has 14 %
/// since 2025-04-01).
const CANADA: [(&str, &str, &str, &str); 10] = [
    ("GST", "TPS", "5", ""),
    ("HST", "TVH", "13", "Ontario"),
    ("HST", "TVH", "15", "New Brunswick"),
    ("HST", "TVH", "15", "Newfoundland and Labrador"),
    ("HST", "TVH", "14", "Nova Scotia"),
    ("HST", "TVH", "15", "Prince Edward Island"),
    ("PST", "TVP", "7", "British Columbia"),
    ("RST", "TVD", "7", "Manitoba"),
    ("PST", "TVP", "6", "Saskatchewan"),
    ("QST", "TVQ", "9.975", "Quebec"),
];
const CANADA_CHECKED: &str = "2025-06";
const CANADA_SOURCE: &str = "canada.ca, GST/HST rates; the finance ministries of BC, Manitoba and Saskatchewan; revenuquebec.ca";

const EU: &str = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";

/// What is printed of a reason, by the language of the document.
struct Reason {
    category: TaxCategory,
    /// VATEX (BT-121); may be empty.
    code: &'static str,
    /// Language and text; the first is for all others.
    texts: &'static [(&'static str, &'static str)],
}

const REVERSE_CHARGE: Reason = Reason {
    category: TaxCategory::AE,
    code: "VATEX-EU-AE",
    texts: &[
        ("en", "Reverse charge"),
        ("de", "Steuerschuldnerschaft des Leistungsempfängers"),
        ("fr", "Autoliquidation"),
        ("es", "Inversión del sujeto pasivo"),
    ],
};
const INTRA_COMMUNITY: Reason = Reason {
    category: TaxCategory::K,
    code: "VATEX-EU-IC",
    texts: &[
        (
            "en",
            "Intra-Community supply, exempt under Article 138 of Directive 2006/112/EC",
        ),
        (
            "de",
            "Steuerfreie innergemeinschaftliche Lieferung, Artikel 138 der Richtlinie 2006/112/EG",
        ),
        (
            "fr",
            "Livraison intracommunautaire exonérée, article 138 de la directive 2006/112/CE",
        ),
        (
            "es",
            "Entrega intracomunitaria exenta, artículo 138 de la Directiva 2006/112/CE",
        ),
    ],
};
const EXPORT: Reason = Reason {
    category: TaxCategory::G,
    code: "VATEX-EU-G",
    texts: &[
        (
            "en",
            "Export, exempt under Article 146 of Directive 2006/112/EC",
        ),
        (
            "de",
            "Steuerfreie Ausfuhrlieferung, Artikel 146 der Richtlinie 2006/112/EG",
        ),
        (
            "fr",
            "Exportation exonérée, article 146 de la directive 2006/112/CE",
        ),
        (
            "es",
            "Exportación exenta, artículo 146 de la Directiva 2006/112/CE",
        ),
    ],
};
/// Outside of the EU.
const EXPORT_ELSEWHERE: Reason = Reason {
    category: TaxCategory::G,
    code: "",
    texts: &[
        ("en", "Export, free of tax"),
        ("de", "Ausfuhr, steuerfrei"),
        ("fr", "Exportation, exonérée"),
        ("es", "Exportación, exenta"),
    ],
};

/// Who charges none below a threshold or in a scheme, by country; the law is
/// named in the text.
const SMALL: &[(&str, Reason)] = &[
    (
        "AT",
        small(
            "",
            &[
                (
                    "de",
                    "Umsatzsteuerfrei aufgrund der Kleinunternehmerregelung (§ 6 Abs. 1 Z 27 UStG)",
                ),
                (
                    "en",
                    "Exempt from VAT as a small business (§ 6 (1) no. 27 UStG)",
                ),
            ],
        ),
    ),
    (
        "BE",
        small(
            "",
            &[
                (
                    "fr",
                    "Régime particulier de franchise des petites entreprises (art. 56bis du Code de la TVA)",
                ),
                (
                    "en",
                    "Small enterprise exempt from VAT (art. 56bis of the Belgian VAT Code)",
                ),
            ],
        ),
    ),
    (
        "CH",
        outside(&[
            ("de", "Nicht mehrwertsteuerpflichtig (Art. 10 Abs. 2 MWSTG)"),
            ("fr", "Non assujetti à la TVA (art. 10 al. 2 LTVA)"),
            ("en", "Not liable to Swiss VAT (art. 10 (2) of the VAT Act)"),
        ]),
    ),
    (
        "DE",
        small(
            "",
            &[
                ("de", "Steuerfrei nach § 19 UStG (Kleinunternehmer)"),
                ("en", "Exempt from VAT under § 19 UStG (small business)"),
                ("fr", "Exonéré de TVA, § 19 UStG (petite entreprise)"),
                ("es", "Exento de IVA, § 19 UStG (pequeña empresa)"),
            ],
        ),
    ),
    (
        "FR",
        small(
            "VATEX-FR-FRANCHISE",
            &[
                ("fr", "TVA non applicable, art. 293 B du CGI"),
                ("en", "VAT not applicable, art. 293 B of the CGI"),
                ("de", "Keine Mehrwertsteuer, Art. 293 B CGI"),
                ("es", "IVA no aplicable, art. 293 B del CGI"),
            ],
        ),
    ),
    ("GB", outside(&[("en", "Not registered for VAT")])),
    ("IE", outside(&[("en", "Not registered for VAT")])),
    (
        "IT",
        small(
            "",
            &[
                (
                    "it",
                    "Operazione in franchigia da IVA, regime forfettario (art. 1, commi 54-89, L. 190/2014)",
                ),
                (
                    "en",
                    "Without VAT, flat-rate scheme (art. 1 (54-89) of Law 190/2014)",
                ),
            ],
        ),
    ),
    (
        "LI",
        outside(&[
            ("de", "Nicht mehrwertsteuerpflichtig (Art. 10 Abs. 2 MWSTG)"),
            ("en", "Not liable to VAT (art. 10 (2) MWSTG)"),
        ]),
    ),
    (
        "LU",
        small(
            "",
            &[
                (
                    "fr",
                    "Régime de la franchise de taxe (art. 57 de la loi TVA)",
                ),
                (
                    "en",
                    "Exempt from VAT as a small business (art. 57 of the VAT law)",
                ),
                (
                    "de",
                    "Steuerbefreiung für Kleinunternehmen (Art. 57 TVA-Gesetz)",
                ),
            ],
        ),
    ),
    (
        "NL",
        small(
            "",
            &[
                (
                    "nl",
                    "Vrijgesteld van omzetbelasting, artikel 25 Wet OB (kleineondernemersregeling)",
                ),
                (
                    "en",
                    "Exempt from VAT, article 25 of the Dutch VAT Act (small businesses scheme)",
                ),
            ],
        ),
    ),
    (
        "PL",
        small(
            "",
            &[
                ("pl", "Zwolnienie z VAT, art. 113 ust. 1 ustawy o VAT"),
                ("en", "Exempt from VAT, art. 113 (1) of the Polish VAT Act"),
            ],
        ),
    ),
    (
        "PT",
        small(
            "",
            &[
                ("pt", "IVA – regime de isenção (artigo 53.º do CIVA)"),
                ("en", "VAT exemption scheme (article 53 of the CIVA)"),
            ],
        ),
    ),
    ("AU", outside(&[("en", "Not registered for GST")])),
    (
        "CA",
        outside(&[
            ("en", "Small supplier, not registered for GST/HST"),
            ("fr", "Petit fournisseur, non inscrit à la TPS/TVH"),
        ]),
    ),
    ("NZ", outside(&[("en", "Not registered for GST")])),
    ("SG", outside(&[("en", "Not registered for GST")])),
];

const fn small(code: &'static str, texts: &'static [(&'static str, &'static str)]) -> Reason {
    Reason {
        category: TaxCategory::E,
        code,
        texts,
    }
}

const fn outside(texts: &'static [(&'static str, &'static str)]) -> Reason {
    Reason {
        category: TaxCategory::O,
        code: "",
        texts,
    }
}

/// Taxes that customers retain, by country: RIRPF (RD 439/2007), art. 95:
/// 15 %, and 7 % in the first years; DPR 600/1973, art. 25: 20 %; as of
/// 2025-06.
const RETAINED: [(&str, &str, &str); 3] = [
    ("ES", "IRPF", "15"),
    ("ES", "IRPF", "7"),
    ("IT", "Ritenuta d'acconto", "20"),
];

impl Reason {
    fn text(&self, language: &str) -> &'static str {
        let found = self.texts.iter().find(|(known, _)| *known == language);
        found.or(self.texts.first()).map_or("", |(_, text)| text)
    }

    fn tax(&self, name: &str, language: &str) -> Tax {
        Tax {
            name: name.to_owned(),
            category: self.category,
            exemption_code: self.code.to_owned(),
            exemption_reason: self.text(language).to_owned(),
            ..Tax::default()
        }
    }
}

/// What taxes on sales are called in a country, in the language of a
/// document.
fn name(country: &str, language: &str) -> &'static str {
    match (country, language) {
        ("AU" | "NZ" | "SG", _) => "GST",
        ("US", _) => "Sales tax",
        ("CA", "fr") => "TPS",
        ("CA", _) => "GST",
        ("CH" | "LI", "de") => "MWST",
        (_, "de") => "USt.",
        (_, "fr") => "TVA",
        (_, "es") => "IVA",
        _ => "VAT",
    }
}

/// The countries that have a preset, sorted.
pub fn countries() -> Vec<&'static str> {
    let mut all: Vec<&str> = RATES.lines().filter_map(|line| line.get(..2)).collect();
    all.push("CA");
    all.sort_unstable();
    all
}

/// What a country begins with, its texts in the language of documents (BCP
/// 47; English where it is none that documents are written in).
pub fn of(country: &str, language: &str) -> Option<Preset> {
    let language = match language {
        "" => "en",
        language => language,
    };
    let mut preset = if country == "CA" {
        canada(language)
    } else {
        let line = RATES.lines().find(|line| line.starts_with(country))?;
        let mut parts = line.split('|');
        Preset {
            country: parts.next().filter(|known| *known == country)?,
            checked: parts.next()?,
            offers: rates(country, parts.next()?, language),
            source: parts.next()?,
            retained: Vec::new(),
        }
    };
    let name = name(country, language);
    let mut offer = |role, reason: &Reason| {
        preset.offers.push(Offer {
            role,
            region: "",
            tax: reason.tax(name, language),
        });
    };
    if let Some((_, reason)) = SMALL.iter().find(|(known, _)| *known == country) {
        offer(Role::SmallBusiness, reason);
    }
    if EU.split(' ').any(|known| known == country) {
        offer(Role::ReverseCharge, &REVERSE_CHARGE);
        offer(Role::IntraCommunity, &INTRA_COMMUNITY);
        offer(Role::Export, &EXPORT);
    } else if country != "US" {
        offer(Role::Export, &EXPORT_ELSEWHERE);
    }
    let retained = RETAINED.iter().filter(|(known, _, _)| *known == country);
    preset.retained = retained
        .filter_map(|(_, name, percent)| {
            Some(RetainedTax {
                name: (*name).to_owned(),
                percent: percent.parse().ok()?,
            })
        })
        .collect();
    Some(preset)
}

fn rates(country: &str, rates: &str, language: &str) -> Vec<Offer> {
    let percents = rates
        .split_whitespace()
        .filter_map(|text| text.parse().ok());
    let offer = |(place, percent): (usize, Decimal)| Offer {
        role: match place {
            _ if percent.is_zero() => Role::Zero,
            0 => Role::Standard,
            _ => Role::Reduced,
        },
        region: "",
        tax: Tax {
            name: name(country, language).to_owned(),
            category: if percent.is_zero() {
                TaxCategory::Z
            } else {
                TaxCategory::S
            },
            percent,
            ..Tax::default()
        },
    };
    percents.enumerate().map(offer).collect()
}

fn canada(language: &str) -> Preset {
    let offer =
        |(english, french, percent, region): &(&'static str, &'static str, &str, &'static str)| {
            let name = if language == "fr" { french } else { english };
            Some(Offer {
                role: Role::Standard,
                region,
                tax: Tax {
                    name: (*name).to_owned(),
                    percent: percent.parse().ok()?,
                    ..Tax::default()
                },
            })
        };
    Preset {
        country: "CA",
        checked: CANADA_CHECKED,
        source: CANADA_SOURCE,
        offers: CANADA.iter().filter_map(offer).collect(),
        retained: Vec::new(),
    }
}

/// A tax's reason in the language of a document, where it is one of these
/// texts; else as it is.
pub fn reason_in<'a>(tax: &'a Tax, language: &str) -> &'a str {
    let own = [REVERSE_CHARGE, INTRA_COMMUNITY, EXPORT, EXPORT_ELSEWHERE];
    let all = own.iter().chain(SMALL.iter().map(|(_, reason)| reason));
    for reason in all {
        let mut texts = reason.texts.iter().map(|(_, text)| *text);
        if reason.category == tax.category && texts.any(|text| text == tax.exemption_reason) {
            let said = reason.texts.iter().find(|(known, _)| *known == language);
            let english = reason.texts.iter().find(|(known, _)| *known == "en");
            return said.or(english).map_or("", |(_, text)| text);
        }
    }
    &tax.exemption_reason
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of each offer: role, region, name, percent or reason.
    fn shown(country: &str, language: &str) -> Vec<String> {
        let preset = of(country, language).expect("a preset");
        let offers = preset.offers.iter().map(|offer| {
            let tax = &offer.tax;
            let what = if tax.category.needs_exemption_reason() {
                format!("{} {}", tax.category.code(), tax.exemption_reason)
            } else {
                format!("{} {}", tax.name, tax.percent)
            };
            format!("{:?} {} {what}", offer.role, offer.region).replace("  ", " ")
        });
        offers.collect()
    }

    #[test]
    fn a_country_has_its_rates_and_reasons_in_the_language_of_documents() {
        assert_eq!(
            shown("DE", "de"),
            [
                "Standard USt. 19",
                "Reduced USt. 7",
                "SmallBusiness E Steuerfrei nach § 19 UStG (Kleinunternehmer)",
                "ReverseCharge AE Steuerschuldnerschaft des Leistungsempfängers",
                "IntraCommunity K Steuerfreie innergemeinschaftliche Lieferung, Artikel 138 der Richtlinie 2006/112/EG",
                "Export G Steuerfreie Ausfuhrlieferung, Artikel 146 der Richtlinie 2006/112/EG",
            ]
        );
        assert_eq!(
            shown("GB", ""),
            [
                "Standard VAT 20",
                "Reduced VAT 5",
                "Zero VAT 0",
                "SmallBusiness O Not registered for VAT",
                "Export G Export, free of tax",
            ]
        );
        assert_eq!(
            shown("CA", "fr")[..2],
            ["Standard TPS 5", "Standard Ontario TVH 13"]
        );
        assert_eq!(shown("US", "en"), Vec::<String>::new());
        assert_eq!(of("??", "en"), None);
        assert_eq!(of("", "en"), None);
    }

    #[test]
    fn every_preset_has_its_source_and_can_be_kept() {
        let countries = countries();
        assert!(countries.is_sorted());
        assert!(EU.split(' ').all(|country| countries.contains(&country)));
        for country in countries {
            for language in ["", "en", "de", "fr", "es", "tlh"] {
                let preset = of(country, language).expect(country);
                assert!(
                    !preset.source.is_empty() && preset.checked.len() == 7,
                    "{country}"
                );
                let mut standard = preset.offers.iter();
                assert!(
                    country == "US" || standard.any(|offer| offer.role == Role::Standard),
                    "{country}"
                );
                for Offer { tax, .. } in &preset.offers {
                    assert!(!tax.name.is_empty());
                    assert_eq!(
                        tax.category.needs_exemption_reason(),
                        !tax.exemption_reason.is_empty(),
                        "{country} {tax:?}"
                    );
                    assert_eq!(tax.category.has_rate(), !tax.percent.is_zero(), "{country}");
                }
            }
        }
    }

    #[test]
    fn what_customers_retain_is_offered_where_they_do() {
        let retained = |country: &str| {
            let preset = of(country, "en").expect("a preset");
            let retained = preset.retained.iter();
            let shown = retained.map(|tax| format!("{} {}", tax.name, tax.percent));
            shown.collect::<Vec<_>>()
        };
        assert_eq!(retained("ES"), ["IRPF 15", "IRPF 7"]);
        assert_eq!(retained("IT"), ["Ritenuta d'acconto 20"]);
        assert!(retained("DE").is_empty());
    }

    #[test]
    fn a_reason_is_said_in_the_language_of_the_document() {
        let tax = |reason: &str, category| Tax {
            category,
            exemption_reason: reason.to_owned(),
            ..Tax::default()
        };
        let charge = tax("Reverse charge", TaxCategory::AE);
        assert_eq!(reason_in(&charge, "fr"), "Autoliquidation");
        assert_eq!(reason_in(&charge, "pl"), "Reverse charge");
        let small = tax("TVA non applicable, art. 293 B du CGI", TaxCategory::E);
        assert_eq!(
            reason_in(&small, "en"),
            "VAT not applicable, art. 293 B of the CGI"
        );
        let own = tax("As agreed", TaxCategory::AE);
        assert_eq!(reason_in(&own, "fr"), "As agreed");
        let other = tax("Reverse charge", TaxCategory::E);
        assert_eq!(reason_in(&other, "fr"), "Reverse charge");
    }
}
