//! Countries and the currency that each pays in.
//!
//! Codes of ISO 3166-1 and ISO 4217 as of 2026. A suggestion for the first
//! run, no more: the user may choose another currency.

/// Country and currency, by country code.
const TABLE: &str = "\
ADEUR AEAED AFAFN AGXCD AIXCD ALALL AMAMD AOAOA ARARS ASUSD ATEUR AUAUD AWAWG AXEUR AZAZN \
BABAM BBBBD BDBDT BEEUR BFXOF BGEUR BHBHD BIBIF BJXOF BLEUR BMBMD BNBND BOBOB BQUSD BRBRL \
BSBSD BTBTN BWBWP BYBYN BZBZD CACAD CCAUD CDCDF CFXAF CGXAF CHCHF CIXOF CKNZD CLCLP CMXAF \
CNCNY COCOP CRCRC CUCUP CVCVE CWXCG CXAUD CYEUR CZCZK DEEUR DJDJF DKDKK DMXCD DODOP DZDZD \
ECUSD EEEUR EGEGP ERERN ESEUR ETETB FIEUR FJFJD FKFKP FMUSD FODKK FREUR GAXAF GBGBP GDXCD \
GEGEL GFEUR GGGBP GHGHS GIGIP GLDKK GMGMD GNGNF GPEUR GQXAF GREUR GTGTQ GUUSD GWXOF GYGYD \
HKHKD HNHNL HREUR HTHTG HUHUF IDIDR IEEUR ILILS IMGBP ININR IOUSD IQIQD IRIRR ISISK ITEUR \
JEGBP JMJMD JOJOD JPJPY KEKES KGKGS KHKHR KIAUD KMKMF KNXCD KPKPW KRKRW KWKWD KYKYD KZKZT \
LALAK LBLBP LCXCD LICHF LKLKR LRLRD LSLSL LTEUR LUEUR LVEUR LYLYD MAMAD MCEUR MDMDL MEEUR \
MFEUR MGMGA MHUSD MKMKD MLXOF MMMMK MNMNT MOMOP MPUSD MQEUR MRMRU MSXCD MTEUR MUMUR MVMVR \
MWMWK MXMXN MYMYR MZMZN NANAD NCXPF NEXOF NFAUD NGNGN NINIO NLEUR NONOK NPNPR NRAUD NUNZD \
NZNZD OMOMR PAPAB PEPEN PFXPF PGPGK PHPHP PKPKR PLPLN PMEUR PNNZD PRUSD PSILS PTEUR PWUSD \
PYPYG QAQAR REEUR RORON RSRSD RURUB RWRWF SASAR SBSBD SCSCR SDSDG SESEK SGSGD SHSHP SIEUR \
SJNOK SKEUR SLSLE SMEUR SNXOF SOSOS SRSRD SSSSP STSTN SVUSD SXXCG SYSYP SZSZL TCUSD TDXAF \
TGXOF THTHB TJTJS TKNZD TLUSD TMTMT TNTND TOTOP TRTRY TTTTD TVAUD TWTWD TZTZS UAUAH UGUGX \
USUSD UYUYU UZUZS VAEUR VCXCD VEVES VGUSD VIUSD VNVND VUVUV WFXPF WSWST XKEUR YEYER YTEUR \
ZAZAR ZMZMW ZWZWG";

/// Every country's code and currency.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.split(' ').filter_map(|pair| pair.split_at_checked(2))
}

/// The currency of a country.
pub fn currency_of(country: &str) -> Option<&'static str> {
    all()
        .find(|(code, _)| *code == country)
        .map(|(_, currency)| currency)
}

#[cfg(test)]
mod tests {
    use ledger::money::Currency;

    use super::*;

    #[test]
    fn every_currency_is_known_to_the_ledger() {
        let mut last = "";
        for (country, currency) in all() {
            assert!(country > last, "{country} is out of order");
            last = country;
            assert!(currency.parse::<Currency>().is_ok(), "{country} {currency}");
        }
        assert_eq!(currency_of("CH"), Some("CHF"));
        assert_eq!(currency_of("??"), None);
    }
}
