"""Polish, Turkish, Chinese and Japanese phrases: fewer, for the few who write them."""

from llm_assets.sample.scenario import Language, Scenario

POLISH = Language(
    greet_agent=("Dzień dobry, {name},\n\n", "Dzień dobry,\n\n"),
    greet_customer=("Dzień dobry,\n\n", ""),
    sign_agent=("\n\nPozdrawiam\n{agent}", ""),
    sign_customer=("\n\nPozdrawiam\n{name}", "\n\n{name}\n{phone}", ""),
    thanks=("Dziękuję bardzo!\n{first}", "Działa 👍 dziękuję. {name}"),
    asides=(" Zapłaciłem {price} dnia {date}.", " Wersja aplikacji: {version}."),
    notes=("Rozmowa z: {name}, tel. {phone}, data urodzenia {birth} zgodna.",),
    scenarios=(
        Scenario(
            subject=("Nie mogę się zalogować", "Zapomniane hasło"),
            opening=("nie mogę się zalogować. Login: {username}, e-mail: {email}.", "konto {id} jest zablokowane ({error})."),
            ask=("Proszę podać datę urodzenia i numer telefonu.", "Proszę potwierdzić numer PESEL."),
            answer=("{birth}, tel. {phone}.", "PESEL {ssn}."),
            solve=("Wysłaliśmy nowy link na adres {email}.", "Konto {username} jest znowu aktywne: {link}"),
        ),
        Scenario(
            subject=("Gdzie jest moja paczka?", "Zamówienie {order}"),
            opening=("paczka {tracking} miała być {date}.", "proszę wysłać {product} na adres {address}."),
            ask=("Proszę podać pełny adres.",),
            answer=("{name}, {address}.", "{address}. Proszę dzwonić: {phone_local}."),
            solve=("{product} wyjeżdża jutro, numer {tracking}.", "Zwrot {price} na konto {iban} został zlecony."),
        ),
    ),
    bios=("Mieszkam w mieście {city}.", "Kontakt: {email}"),
)

TURKISH = Language(
    greet_agent=("Merhaba {first},\n\n", "Sayın {name},\n\n"),
    greet_customer=("Merhaba,\n\n", ""),
    sign_agent=("\n\nİyi günler\n{agent}", ""),
    sign_customer=("\n\nTeşekkürler\n{name}", "\n\n{name}\n{phone}", ""),
    thanks=("Çok teşekkürler!\n{first}", "Şimdi çalışıyor 🙏 {name}"),
    asides=(" {date} tarihinde {price} ödedim.", " Uygulama sürümü: {version}."),
    notes=("Görüşülen: {name}, telefon {phone}, doğum tarihi {birth}.",),
    scenarios=(
        Scenario(
            subject=("Giriş yapamıyorum", "Şifremi unuttum"),
            opening=(
                "hesabıma giremiyorum. Kullanıcı adım {username}, e-postam {email}.",
                "hesabım {id} kilitlendi ({error}).",
            ),
            ask=("Doğum tarihinizi ve telefon numaranızı yazar mısınız?", "T.C. kimlik numaranız nedir?"),
            answer=("{birth}, telefon {phone}.", "T.C. kimlik no: {ssn}."),
            solve=("Yeni bağlantıyı {email} adresine gönderdik.", "Hesabınız açıldı: {link}"),
        ),
        Scenario(
            subject=("Kargom nerede?", "Sipariş {order}"),
            opening=("{tracking} numaralı kargo gelmedi.", "ürünü şu adrese gönderir misiniz: {address}"),
            ask=("Açık adresiniz nedir?",),
            answer=("{name}, {address}.", "{address}. Beni arayın: {phone_local}."),
            solve=("{product} yarın çıkıyor, takip no {tracking}.", "{price} tutarı {iban} hesabına iade edildi."),
        ),
    ),
    bios=("Öğretmen, {city}.", "E-posta: {email}"),
)

CHINESE = Language(
    greet_agent=("{name}，您好！", "您好，"),
    greet_customer=("你好，", ""),
    sign_agent=("\n\n客服 {agent}", ""),
    sign_customer=("\n\n{name}", "\n\n{name}\n电话：{phone}", ""),
    thanks=("谢谢！{name}", "好了，非常感谢 👍"),
    asides=("我在{date}付了{price}。", "应用版本是{version}。"),
    notes=("已回电{name}，电话{phone}，出生日期{birth}已核对。",),
    scenarios=(
        Scenario(
            subject=("无法登录", "忘记密码"),
            opening=("我登录不了。用户名是{username}，邮箱是{email}。", "账号{id}被锁定了（{error}）。"),
            ask=("请提供您的出生日期和手机号码。",),
            answer=("{birth}，手机{phone_local}。", "我叫{name}，身份证号{ssn}。"),
            solve=("新的链接已发送到{email}。", "账号已解锁，请看 {link}"),
        ),
        Scenario(
            subject=("包裹在哪里？", "订单{order}"),
            opening=("订单{order}还没有到，单号{tracking}。", "请把{product}寄到{address}。"),
            ask=("请告诉我完整的地址。",),
            answer=("{address}，收件人{name}。", "{address}，请打{phone}。"),
            solve=("{product}明天发货，单号{tracking}。",),
        ),
    ),
    bios=("住在{city}。", "邮箱：{email}"),
)

JAPANESE = Language(
    greet_agent=("{name}様\n\n", "{last}様、"),
    greet_customer=("こんにちは。", ""),
    sign_agent=("\n\nサポート担当 {agent}", ""),
    sign_customer=("\n\n{name}", "\n\n{name}\n電話 {phone}", ""),
    thanks=("ありがとうございました。{name}", "直りました 🙇 感謝します。"),
    asides=("{date}に{price}を支払いました。", "アプリのバージョンは{version}です。"),
    notes=("{name}様に{phone}で折り返し。生年月日{birth}を確認済み。",),
    scenarios=(
        Scenario(
            subject=("ログインできません", "パスワードを忘れました"),
            opening=(
                "ログインできません。ユーザー名は{username}、メールは{email}です。",
                "アカウント{id}がロックされました（{error}）。",
            ),
            ask=("生年月日と電話番号を教えていただけますか。",),
            answer=("{birth}です。電話は{phone_local}です。", "{name}、{birth}生まれです。"),
            solve=("新しいリンクを{email}に送りました。", "ロックを解除しました。{link}"),
        ),
        Scenario(
            subject=("荷物が届きません", "注文 {order}"),
            opening=("注文{order}が届きません。追跡番号は{tracking}です。", "{product}を{address}に送ってください。"),
            ask=("ご住所をもう一度お願いいたします。",),
            answer=("{address}、{name}です。", "{address}です。{phone}に電話してください。"),
            solve=("{product}は明日発送します。追跡番号{tracking}。",),
        ),
    ),
    bios=("{city}在住。", "連絡先：{email}"),
)
