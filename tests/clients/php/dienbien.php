<?php
// Gửi lên cổng dữ liệu y tế Điện Biên như phần mềm bệnh viện viết bằng PHP: multipart, kết luận cấu trúc ngay trong câu trả lời.
require __DIR__ . '/gui.php';

[$http, $phien] = gui('POST', '/api/token', ['username' => $user, 'password' => md5($pass)]);
dung($http === 200 && $phien['token_type'] === 'Bearer', 'lấy token', $phien);
$gui = fn(string $noiDung) => gui('POST', '/api/Cong130/CheckIn',
    ['files' => new CURLStringFile($noiDung, 'hoso.xml', 'application/xml')], ["Authorization: Bearer {$phien['access_token']}"]);

[$http, $lan1] = $gui($xml);
dung($http === 200 && $lan1['trangThai'] === 1 && $lan1['maLoi'] === null, 'gửi hồ sơ', $lan1);
[, $lan2] = $gui($xml);
dung($lan2['maGiaoDich'] === $lan1['maGiaoDich'], 'gửi lại là mã giao dịch cũ', $lan2);
[$http, $hong] = $gui(substr($xml, 0, intdiv(strlen($xml), 2)));
dung($http === 201 && $hong['trangThai'] === 2 && $hong['maLoi'] !== '', 'tệp cắt ngang là 201 với lời', $hong);
[$http, $sai] = gui('POST', '/api/token', ['username' => $user, 'password' => md5('sai')]);
dung($http === 400 && $sai['message'] !== '', 'sai mật khẩu là 400', $sai);
echo "Đã gửi {$lan1['maGiaoDich']}\n";
