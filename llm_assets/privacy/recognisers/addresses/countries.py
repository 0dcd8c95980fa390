"""Names of countries that end an address, in English and as their own people write them (in the view: without accents).

Source: ISO 3166-1 short names, and the UN's informal ones.
"""

_NAMES = """
Afghanistan|Albania|Algeria|American Samoa|Andorra|Angola|Anguilla|Antarctica|Antigua and Barbuda|Argentina|Armenia|Aruba|
Australia|Austria|Azerbaijan|Bahamas|Bahrain|Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bermuda|Bhutan|Bolivia|
Bosnia and Herzegovina|Botswana|Brazil|Brunei|Bulgaria|Burkina Faso|Burundi|Cambodia|Cameroon|Canada|Cape Verde|
Central African Republic|Chad|Chile|China|Colombia|Comoros|Congo|Costa Rica|Croatia|Cuba|Curacao|
Cyprus|Czech Republic|Czechia|
Denmark|Djibouti|Dominica|Dominican Republic|East Timor|Ecuador|Egypt|El Salvador|England|Equatorial Guinea|Eritrea|Estonia|
Ethiopia|Faroe Islands|Fiji|Finland|France|Gabon|Gambia|Georgia|Germany|Ghana|Gibraltar|
Great Britain|Greece|Greenland|Grenada|
Guatemala|Guernsey|Guinea|Guyana|Haiti|Honduras|Hong Kong|Hungary|Iceland|India|Indonesia|Iran|Iraq|
Ireland|Isle of Man|Israel|
Italy|Ivory Coast|Jamaica|Japan|Jersey|Jordan|Kazakhstan|Kenya|Kiribati|Korea|Kosovo|Kuwait|
Kyrgyzstan|Laos|Latvia|Lebanon|Lesotho|
Liberia|Libya|Liechtenstein|Lithuania|Luxembourg|Macao|Macedonia|Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|Martinique|
Mauritania|Mauritius|Mayotte|Mexico|Micronesia|Moldova|Monaco|Mongolia|Montenegro|Montserrat|
Morocco|Mozambique|Myanmar|Namibia|
Nauru|Nepal|Netherlands|New Caledonia|New Zealand|Nicaragua|Niger|Nigeria|Niue|Northern Ireland|
Norway|Oman|Pakistan|Palau|Panama|
Papua New Guinea|Paraguay|Peru|Philippines|Poland|Portugal|Puerto Rico|Qatar|Reunion|Romania|Russia|Rwanda|Samoa|San Marino|
Saudi Arabia|Scotland|Senegal|Serbia|Seychelles|Sierra Leone|Singapore|Slovakia|Slovenia|Somalia|South Africa|South Korea|
South Sudan|Spain|Sri Lanka|Sudan|Suriname|Swaziland|Sweden|Switzerland|Syria|Taiwan|Tajikistan|Tanzania|Thailand|Togo|Tonga|
Trinidad and Tobago|Tunisia|Turkey|Turkmenistan|Tuvalu|Uganda|Ukraine|United Arab Emirates|United Kingdom|UK|
United States of America|United States|USA|US|Uruguay|Uzbekistan|Vanuatu|Venezuela|Vietnam|Wales|Yemen|Zambia|Zimbabwe|
Deutschland|Osterreich|Schweiz|Suisse|Svizzera|Italia|Espana|Nederland|Belgie|Belgique|Danmark|
Sverige|Norge|Suomi|Polska|Brasil|
Ceska republika|Magyarorszag|Turkiye|Hrvatska|Slovenija|Island|Eesti
"""
COUNTRY = r"(?:the |republic of |kingdom of |people's republic of )?(?:" + "|".join(
    sorted((name for line in _NAMES.split("\n") for name in line.split("|") if name), key=len, reverse=True)
) + r")(?: \([A-Za-z\xe0 ]{2,20}\))?"  # fmt: skip
