<?php
// Gửi lên cổng giám định BHYT như phần mềm bệnh viện viết bằng PHP: mẫu biểu, MD5, lấy lại phiên khi hết, gửi lại được mã cũ.
require __DIR__ . '/gui.php';

$md5 = strtoupper(md5($pass));
[$http, $phien] = gui('POST', '/api/token/take', http_build_query(['username' => $user, 'password' => $md5]));
dung($http === 200 && $phien['maKetQua'] === '200', 'lấy phiên', $phien);
dung(new DateTime($phien['APIKey']['expires_in']) > new DateTime(), 'hạn của phiên đọc được', $phien);

function hoSo(array $key, string $md5, string $path, string $xml, string $loai = '130'): array
{
    global $user;
    $than = http_build_query(['username' => $user, 'loaiHoSo' => $loai, 'maTinh' => '99', 'maCSKCB' => '99001',
        'fileHSBase64' => base64_encode($xml)]);
    return gui('POST', $path, $than, ["accessToken: {$key['access_token']}", "tokenId: {$key['id_token']}", "passwordHash: $md5"]);
}

[$http, $lan1] = hoSo($phien['APIKey'], $md5, '/api/qd130/guiHoSoXmlQD3176', $xml);
dung($http === 200 && $lan1['maKetQua'] === '200' && $lan1['maGiaoDich'], 'gửi hồ sơ', $lan1);
[, $lan2] = hoSo($phien['APIKey'], $md5, '/api/qd130/guiHoSoXmlQD3176', $xml);
dung($lan2['maGiaoDich'] === $lan1['maGiaoDich'], 'gửi lại là mã giao dịch cũ', $lan2);
[, $hetPhien] = hoSo(['access_token' => 'het-han', 'id_token' => 'x'], $md5, '/api/qd130/guiHoSoXmlQD3176', $xml);
dung($hetPhien['maKetQua'] === '401', 'phiên hết hạn là 401 trong thân, phần mềm lấy lại phiên', $hetPhien);
[, $hong] = hoSo($phien['APIKey'], $md5, '/api/qd130/guiHoSoXmlQD3176', 'không phải XML');
dung($hong['maKetQua'] === '205' && $hong['thongDiep'] !== '', 'tệp hỏng có lời', $hong);
[, $sai] = gui('POST', '/api/token/take', http_build_query(['username' => $user, 'password' => md5('sai')]));
dung($sai['maKetQua'] === '401', 'sai mật khẩu', $sai);
echo "Đã gửi {$lan1['maGiaoDich']}\n";
