#!/usr/bin/env bash
# Gửi hồ sơ theo kiểu Trục dữ liệu y tế Hà Nội rồi tra cứu. Cần bash và curl.
#   BASE=https://kho.tinh.vn USER=99001_his PASS='…' ./hanoi.sh [hồ-sơ.xml …]
set -euo pipefail
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- ho-so.xml
field() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" <<<"$2"; }

login=$(curl -sS "$BASE/api/auth/token/take" -H 'Content-Type: application/json' -d "{\"username\":\"$USER\",\"password\":\"$PASS\",\"code\":\"99001\"}")
token=$(field accessToken "$login")
[ -n "$token" ] || { echo "Không lấy được token: $login" >&2; exit 1; }

files=$(for f in "$@"; do printf '"%s",' "$(base64 -w0 "$f")"; done)
answer=$(printf '{"loaiHoSo":"3176","maTinh":"99","maCSKCB":"99001","files":[%s]}' "${files%,}" |
  curl -sS "$BASE/api/kcb/xml/qd3176/guiHoSoXml" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' --data-binary @-)
grep -q '"totalFailed":0' <<<"$answer" || { echo "Bị từ chối: $answer" >&2; exit 1; }

id=$(field maGiaoDich "$answer")
echo "Đã gửi: $id"
curl -sS "$BASE/api/kcb/tra-cuu-trang-thai/$id" -H "Authorization: Bearer $token"
echo
