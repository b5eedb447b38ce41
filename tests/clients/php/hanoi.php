<?php
// Gửi lên trục dữ liệu y tế Hà Nội như phần mềm bệnh viện viết bằng PHP: JSON, nhiều tệp một lần, tra cứu theo mã giao dịch.
require __DIR__ . '/gui.php';

$json = fn(array $than) => json_encode($than, JSON_THROW_ON_ERROR);
$kieu = ['Content-Type: application/json', 'Accept: application/json'];
[$http, $phien] = gui('POST', '/api/auth/token/take', $json(['username' => $user, 'password' => $pass, 'code' => '99001']), $kieu);
dung($http === 200 && $phien['maKetQua'] === true && $phien['apiKey']['expiresIn'] > 0, 'lấy token', $phien);
$co = [...$kieu, "Authorization: Bearer {$phien['apiKey']['accessToken']}"];

$gui = fn(array $files) => gui('POST', '/api/kcb/xml/qd3176/guiHoSoXml',
    $json(['loaiHoSo' => '3176', 'maTinh' => '99', 'maCSKCB' => '99001', 'files' => $files]), $co);
[$http, $lan1] = $gui([base64_encode($xml), '@@']);
dung($http === 200 && $lan1['totalSuccess'] === 1 && $lan1['totalFailed'] === 1, 'hai tệp, một hỏng', $lan1);
dung($lan1['fileResults'][1]['message'] !== '', 'tệp hỏng có lời của nó', $lan1);
$ma = $lan1['fileResults'][0]['maGiaoDich'];
[, $lan2] = $gui([base64_encode($xml)]);
dung($lan2['fileResults'][0]['maGiaoDich'] === $ma, 'gửi lại là mã giao dịch cũ', $lan2);

for ($lan = 0, $tra = null; $lan < 200 && ($tra === null || $tra['trangThai'] === 'DANG_XU_LY'); $lan++, usleep(100_000)) {
    [$http, $tra] = gui('GET', "/api/kcb/tra-cuu-trang-thai/$ma", null, $co);
    dung($http === 200 && isset($tra['trangThai']), 'tra cứu', $tra);
}
dung(in_array($tra['trangThai'], ['HOP_LE', 'CO_CANH_BAO', 'CO_LOI'], true), 'đã xử lý xong', $tra);
[$http, $het] = gui('GET', "/api/kcb/tra-cuu-trang-thai/$ma", null, [...$kieu, 'Authorization: Bearer het-han']);
dung($http === 401 && $het['message'] !== '', 'token hết hạn là 401, lời ở cấp trên cùng', $het);
echo "Đã gửi $ma, {$tra['trangThai']}\n";
