//! No parameter at all, and forty.

#![deny(warnings)]

use oauth_runtime::oauth_api;

/// A vendor.
#[oauth_api(base_url = "https://vendor.example")]
pub(crate) trait Extremes {
    #[post("/none")]
    fn none();
    #[post("/forty")]
    fn forty(
        p00: String,
        p01: String,
        p02: String,
        p03: String,
        p04: String,
        p05: String,
        p06: String,
        p07: String,
        p08: String,
        p09: String,
        p10: String,
        p11: String,
        p12: String,
        p13: String,
        p14: String,
        p15: String,
        p16: String,
        p17: String,
        p18: String,
        p19: String,
        p20: String,
        p21: String,
        p22: String,
        p23: String,
        p24: String,
        p25: String,
        p26: String,
        p27: String,
        p28: String,
        p29: String,
        p30: String,
        p31: String,
        p32: String,
        p33: String,
        p34: String,
        p35: String,
        p36: String,
        p37: String,
        p38: String,
        p39: String,
    );
}

/// Nothing at all.
#[oauth_api(base_path = "/")]
pub(crate) trait Empty {}

#[test]
fn none_and_forty_are_sent() {
    let client = ExtremesClient::new();
    let request = client.none().into_request().build().unwrap();
    assert!(request.body().is_empty());
    let request = client
        .forty()
        .p00("0")
        .p01("1")
        .p02("2")
        .p03("3")
        .p04("4")
        .p05("5")
        .p06("6")
        .p07("7")
        .p08("8")
        .p09("9")
        .p10("10")
        .p11("11")
        .p12("12")
        .p13("13")
        .p14("14")
        .p15("15")
        .p16("16")
        .p17("17")
        .p18("18")
        .p19("19")
        .p20("20")
        .p21("21")
        .p22("22")
        .p23("23")
        .p24("24")
        .p25("25")
        .p26("26")
        .p27("27")
        .p28("28")
        .p29("29")
        .p30("30")
        .p31("31")
        .p32("32")
        .p33("33")
        .p34("34")
        .p35("35")
        .p36("36")
        .p37("37")
        .p38("38")
        .p39("39")
        .into_request()
        .build()
        .unwrap();
    assert_eq!(
        &request.body()[..],
        b"p00=0&p01=1&p02=2&p03=3&p04=4&p05=5&p06=6&p07=7&p08=8&p09=9&p10=10&p11=11&p12=12&p13=13&p14=14&p15=15&p16=16&p17=17&p18=18&p19=19&p20=20&p21=21&p22=22&p23=23&p24=24&p25=25&p26=26&p27=27&p28=28&p29=29&p30=30&p31=31&p32=32&p33=33&p34=34&p35=35&p36=36&p37=37&p38=38&p39=39"
    );
    assert!(EmptyClient::new("https://vendor.example").is_ok());
    assert!(EmptyClient::API.endpoints().is_empty());
}
