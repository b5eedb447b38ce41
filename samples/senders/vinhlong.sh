#!/usr/bin/env bash
# Gửi hồ sơ theo kiểu Kho dữ liệu y tế Vĩnh Long rồi tra trạng thái. Cần bash và curl.
#   BASE=https://kho.tinh.vn USER=99001_his PASS='…' ./vinhlong.sh [hồ-sơ.xml MA_LK]
set -euo pipefail
cd "$(dirname "$0")"
file=${1:-ho-so.xml} episode=${2:-MAU0001}
field() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" <<<"$2"; }

login=$(curl -sS "$BASE/api/xac-thuc/token" -H 'Content-Type: application/json' -d "{\"username\":\"$USER\",\"password\":\"$PASS\"}")
token=$(field access_token "$login")
[ -n "$token" ] || { echo "Không lấy được token: $login" >&2; exit 1; }

answer=$(curl -sS "$BASE/api/kham-chua-benh/hoan-tat" -H "Authorization: Bearer $token" -H 'Content-Type: application/xml' --data-binary @"$file")
case $(field code "$answer") in
  ACCEPTED*) echo "Đã gửi: $(field tracking_id "$answer") ($(field code "$answer"))" ;;
  *) echo "Bị từ chối: $answer" >&2; exit 1 ;;
esac
curl -sS "$BASE/api/kham-chua-benh/ho-so/trang-thai?ma_lk=$episode" -H "Authorization: Bearer $token"
echo
