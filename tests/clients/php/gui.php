<?php
// Chung của các tệp lệnh: gửi bằng curl của PHP như nó vốn gửi, và dừng lại khi có điều không đúng.
[$base, $user, $pass] = array_map('getenv', ['BASE', 'SENDER', 'SENDER_PASSWORD']);
$xml = file_get_contents(getenv('DOSSIER'));

function gui(string $method, string $path, string|array|null $than, array $headers = []): array
{
    global $base;
    $curl = curl_init($base . $path);
    curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_CUSTOMREQUEST => $method, CURLOPT_HTTPHEADER => $headers,
        CURLOPT_TIMEOUT => 60]);
    if ($than !== null) curl_setopt($curl, CURLOPT_POSTFIELDS, $than);
    $answer = curl_exec($curl);
    if ($answer === false) throw new RuntimeException(curl_error($curl));
    return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), json_decode($answer, true, flags: JSON_THROW_ON_ERROR)];
}

function dung(bool $la, string $viec, mixed $answer): void
{
    if (!$la) throw new RuntimeException("$viec: " . json_encode($answer, JSON_UNESCAPED_UNICODE));
}
