// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

OFFHOOK_MESSAGES(
    device,
    (offhook::device::RawHook)(offhook::device::RawKey)(offhook::device::HookChanged)(
        offhook::device::KeyPressed)(offhook::device::KeyReleased)(offhook::device::DeviceFailed)(
        offhook::device::ShowLed)(offhook::device::StartRinging)(offhook::device::StopRinging)(
        offhook::device::ShowPage)(offhook::device::UseAudioPath)(offhook::device::SetPathMute)(
        offhook::device::RingAloud)(offhook::device::SetRingOutput)(offhook::device::SetVolumes)(
        offhook::device::SetRingVolume)(offhook::device::QueryHook)(
        offhook::device::SetHandsetVolume)(offhook::device::EnableDsp)(offhook::device::DspState)(
        offhook::device::BoardWoke)(offhook::device::HookSettled)(offhook::device::BlinkTurned)(
        offhook::device::RingTurned))
