#!/usr/bin/env bash
# Gửi một hồ sơ và một bảng check-in theo kiểu cổng giám định BHYT. Cần bash và curl.
#   BASE=https://kho.tinh.vn USER=99001_BV PASS='…' ./bhxh.sh [hồ-sơ.xml]
set -euo pipefail
cd "$(dirname "$0")"
file=${1:-ho-so.xml}
md5=$(printf %s "$PASS" | md5sum | cut -d' ' -f1 | tr a-f A-F)
field() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" <<<"$2"; }

# 1. Lấy phiên
login=$(curl -sS "$BASE/api/token/take" --data-urlencode "username=$USER" --data-urlencode "password=$md5")
token=$(field access_token "$login")
[ -n "$token" ] || { echo "Không lấy được phiên: $login" >&2; exit 1; }

send() {   # đường dẫn, loaiHoSo, tệp
  base64 -w0 "$3" | curl -sS "$BASE$1" -H "accessToken: $token" -H "tokenId: $(field id_token "$login")" -H "passwordHash: $md5" \
    --data-urlencode "username=$USER" -d "loaiHoSo=$2" -d maTinh=99 -d maCSKCB=99001 --data-urlencode fileHSBase64@-
}

# 2. Lúc tiếp đón: bảng check-in; 3. Khi kết thúc: hồ sơ
for answer in "$(send /api/qd130/checkInKcbQd3176 0 check-in.xml)" "$(send /api/qd130/guiHoSoXmlQD3176 130 "$file")"; do
  [ "$(field maKetQua "$answer")" = 200 ] || { echo "Bị từ chối: $answer" >&2; exit 1; }
  echo "Đã gửi: $(field maGiaoDich "$answer") lúc $(field thoiGianTiepNhan "$answer")"
done
