from tests.resume.conftest import desk as desk
