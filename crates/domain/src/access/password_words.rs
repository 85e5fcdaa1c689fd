//! Words tried first against passwords in China, likeliest first; zxcvbn knows the English ones.

/// Whole passwords and their parts.
pub(super) const COMMON: &str = "\
weiguang-yanshi weiguang yanshi 123456 123456789 111111 123123 000000 5201314 1314520 woaini 1314 520 woaini1314 woaini520 woaini123 \
a123456 123456a a123456789 abc123 abc123456 aa123456 qq123456 asd123456 zxc123456 qwe123456 q123456 w123456 wang123456 zhang123 li123456 \
1qaz2wsx qazwsx 1q2w3e4r qwer1234 asdf1234 zxcv1234 147258369 159357 789456123 112233 123321 666666 888888 88888888 66666666 168168 \
5211314 7758521 7758258 584520 201314 521521 aini1314 aini baobei laopo laogong wodemima mima mima123 mimashi jiayou xingfu kuaile \
pingan jiankang yishengpingan wanshiruyi facai caishen zhongguo zhonghua china beijing shanghai chengdu sichuan chongqing guangzhou \
shenzhen hangzhou wuhan nanjing tianjin admin admin123 admin888 root test user guest welcome password passwd pass pwd login \
shequ jiedao wangge weiwangge wanggeyuan wanggezhang zhili jiceng minzheng weisheng weishengyuan yiyuan yisheng hushi zhengfu \
dangyuan shuji zhuren bangong bangongshi keji gongan paichusuo xiaoqu wuye \
微光 演示 密码 我爱你 街道 社区 网格 微网格 网格员 网格长 书记 主任 医生 护士 民政 政府 办公室 中国 四川 成都 北京 上海 平安 幸福 快乐 加油 \
spring summer autumn winter dragon tiger monkey rooster 2020 2021 2022 2023 2024 2025 2026 2027";

/// The syllables of family names, the most frequent first.
pub(super) const FAMILIES: &str = "\
wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang feng yu dong xiao cheng \
cao yuan deng fu shen zeng peng lv su lu jiang cai jia ding wei xue ye yan pan du dai xia zhong tian ren fan fang shi yao tan liao zou \
xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan lei qian yin qiao lai gong wen";

/// The other syllables of pinyin, those of given names first.
pub(super) const SYLLABLES: &str = "\
min xin ying hong mei hua jun \
jie qiang ping gang gui fei hui bo ning rui chao bin lan yi yun qing xiu juan xiang hai hang shan shuang ting yue zi ze zhi xuan hong \
ai an ang ao ba ban bang bao bei ben beng bi bian biao bie bing bu ca can cang ce cen ceng cha chai chan chang che chi chong chou chu \
chuai chuan chuang chui chun chuo ci cong cou cu cuan cun cuo da dan dang dao de dei den di dia dian diao die diu dou duan dui dun duo \
en er fa fen fo fou ga gai gan ge gei gen geng gou gua guai guan guang gun ha hei hen heng hong huai huan huo ji jian jiao jing jiong \
jiu ju jue ka kai kan kao ke ken keng kou ku kua kuai kuan kuang kui kun kuo la lang lao le leng lia lian lie ling long lou luan lue \
lun mai man mang me men mi mian miao mie ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian niang niao nie nin niu nong nu \
nuan nue nuo ou pa pai pang pao pei pen pi pian piao pie pin po pou pu qi qia qiong qiu qu quan que qun ran rang rao re reng ri rong \
rou ru ruan ruo sa sai san sang sao se sen seng sha shai shang she shei sheng shou shu shua shuai shuan shui shun shuo si sou suan sui \
suo ta tai tao te teng ti tiao tie tong tou tu tuan tui tun tuo wa wai weng wo xi xian xing xu ya yong you za zai zan zang zao zen zha \
zhai zhan zhe zhen zhou zhua zhuai zhuan zhuang zhui zhun zhuo zong zu zuan zui zun zuo";
