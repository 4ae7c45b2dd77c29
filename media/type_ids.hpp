// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

OFFHOOK_MESSAGES(media,
                 (offhook::media::DtmfReceived)(offhook::media::DigitsSent)(
                     offhook::media::MediaTimedOut)(offhook::media::OpenStream)(
                     offhook::media::StreamOpened)(offhook::media::ConfigureStream)(
                     offhook::media::ConnectStream)(offhook::media::CloseStream)(
                     offhook::media::QueryReport)(offhook::media::SendDigits)(
                     offhook::media::PlayTone)(offhook::media::StopTone)(offhook::media::SetMute)(
                     offhook::media::StreamReport))
