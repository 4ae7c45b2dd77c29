// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

OFFHOOK_MESSAGES(
    phone,
    (offhook::phone::EventHappened)(offhook::phone::ListenTo)(offhook::phone::CallReply)(
        offhook::phone::DigitsReply)(offhook::phone::InjectReply)(offhook::phone::DialOrder)(
        offhook::phone::AnswerOrder)(offhook::phone::RejectOrder)(offhook::phone::HangupOrder)(
        offhook::phone::HoldOrder)(offhook::phone::ResumeOrder)(offhook::phone::SendDtmfOrder)(
        offhook::phone::TransferOrder)(offhook::phone::DecideTransferOrder)(
        offhook::phone::SendMessageOrder)(offhook::phone::MessageReply)(offhook::phone::InjectHook)(
        offhook::phone::InjectKey)(offhook::phone::DeflectOrder)(offhook::phone::JoinOrder)(
        offhook::phone::EndConferenceOrder)(offhook::phone::QueryFeatures)(
        offhook::phone::SetForwardOrder)(offhook::phone::SetDoNotDisturbOrder)(
        offhook::phone::FeaturesReply)(offhook::phone::ConferenceReply)(
        offhook::phone::QueryCallLog)(offhook::phone::CallLogReply)(offhook::phone::ChangeCallLog)(
        offhook::phone::CallLogChangeReply)(offhook::phone::QueryContacts)(
        offhook::phone::ContactsReply)(offhook::phone::PutContact)(offhook::phone::RemoveContact)(
        offhook::phone::ContactReply)(offhook::phone::QueryPhone)(offhook::phone::QueryDevices)(
        offhook::phone::DeviceList)(offhook::phone::PhoneInfo)(offhook::phone::ShutDown)(
        offhook::phone::ShutDownDone)(offhook::phone::PageOrder)(offhook::phone::EndPageOrder)(
        offhook::phone::PagingReply)(offhook::phone::SetPrivacyOrder))
