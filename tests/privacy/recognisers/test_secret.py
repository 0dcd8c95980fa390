"""Wallets by their checksums (examples of the standards), keys, and random characters that words announce."""

import pytest

from llm_assets.privacy.recognisers.checksums import keccak256
from tests.privacy.recognisers.material import found

WALLETS = [
    "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",
    "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ", "addr1vx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzers66hrl8",
    "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
    "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A",
]  # fmt: skip


@pytest.mark.parametrize("wallet", WALLETS)
def test_a_wallet_and_one_with_a_typo(wallet: str) -> None:
    assert found(f"pay {wallet} now") == [("CRYPTO", wallet)]
    place = 20
    other = "4" if wallet[place] != "4" else "5"
    assert found(f"pay {wallet[:place]}{other}{wallet[place + 1 :]} now", level="medium") == []


def test_keccak_is_that_of_its_authors() -> None:
    assert keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("api_key=9f8a7b6c5d4e3f2a1b0c use it", "9f8a7b6c5d4e3f2a1b0c"),
        ('{"token": "a1B2c3D4e5F6g7H8"}', "a1B2c3D4e5F6g7H8"),
        ("Authorization: Bearer abcDEF123456ghiJKL789", "abcDEF123456ghiJKL789"),
        ("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        ("110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"),
        ("an access token Zx81kQpLm29vTr40 expired", "Zx81kQpLm29vTr40"),
        ("x_110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"),
        ("wif 5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ", "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"),
    ],
)
def test_secrets(text: str, secret: str) -> None:
    assert found(text) == [("SECRET", secret)]


@pytest.mark.parametrize(
    "text",
    [
        "commit 9f8a7b6c5d4e3f2a1b0c9f8a7b6c5d4e3f2a1b0c", "id 9250815c-77fb-4839-ae1a-12fe8c9cf52c",
        "token: authentication_failed",
        "token = get_token2345(x)", "api_key=YOUR_API_KEY_1234", "the secret is important-things",
        "the access token v2.1.3-beta4 and the api key rotation2024 policy",
        "donaudampfschifffahrtsgesellschaft",
        "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T",
    ],
)  # fmt: skip
def test_left_alone(text: str) -> None:
    assert found(text) == []
