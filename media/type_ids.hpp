// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

OFFHOOK_MESSAGES(
    media,
    (offhook::media::DtmfReceived)(offhook::media::DtmfSent)(offhook::media::MediaSilent)(
        offhook::media::OpenStream)(offhook::media::StreamOpened)(offhook::media::SetStreamPlan)(
        offhook::media::SetStreamAudible)(offhook::media::JoinConference)(
        offhook::media::ConferenceJoined)(offhook::media::LeaveConference)(
        offhook::media::SetMember)(offhook::media::PlayToPeer)(offhook::media::PlaySignal)(
        offhook::media::StartRing)(offhook::media::EndRing)(offhook::media::AdjustLevels)(
        offhook::media::UseOutputDevice)(offhook::media::CloseStream)(offhook::media::QueryReport)(
        offhook::media::SendDigits)(offhook::media::StartTone)(offhook::media::EndTone)(
        offhook::media::SetMute)(offhook::media::UseAudioDevice)(offhook::media::StreamReport)(
        offhook::media::OpenPage))
