#!/usr/bin/env bash
# Gửi hồ sơ theo kiểu Cổng dữ liệu y tế Điện Biên. Cần bash và curl.
#   BASE=https://kho.tinh.vn USER=99001_db PASS='…' ./dienbien.sh [hồ-sơ.xml]
set -euo pipefail
cd "$(dirname "$0")"
file=${1:-ho-so.xml}
md5=$(printf %s "$PASS" | md5sum | cut -d' ' -f1)

login=$(curl -sS "$BASE/api/token" -F "username=$USER" -F "password=$md5")
token=$(sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p' <<<"$login")
[ -n "$token" ] || { echo "Không lấy được token: $login" >&2; exit 1; }

# 200: hồ sơ đúng cấu trúc; 201: đã nhận nhưng có lỗi, xem maLoi
answer=$(curl -sS -w '\n%{http_code}' "$BASE/api/Cong130/CheckIn" -H "Authorization: Bearer $token" -F "files=@$file;type=application/xml")
case ${answer##*$'\n'} in
  200) echo "Đã gửi: ${answer%$'\n'*}" ;;
  *) echo "Có lỗi: $answer" >&2; exit 1 ;;
esac
